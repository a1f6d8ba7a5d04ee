package dev.terrace.cache.demo.web;

import dev.terrace.cache.demo.shop.CachedShop;
import dev.terrace.cache.demo.shop.Page.Answer;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the shop's addresses mean. */
final class ShopRoutes {

    private static final String HELP = """
            The shop of the demo. Each answer says in its header Answered-By which tier had it, or the database.

            GET  /products/{id}                          a product with its reviews and what is like it
            PUT  /products/{id}/price?cents=N            changes its price; the next reader sees it
            GET  /categories/{number}/top                the best of a category
            POST /categories/{number}/sale?percent=N     changes all prices of a category
            GET  /search?q=oak+lamp                      products by name
            GET  /users/{number}/recommendations         what a user might like
            GET  /cache                                  is the cache in place?
            POST /cache/on, POST /cache/off              puts it in place, leaves it aside
            """;

    private static final Pattern NUMBERED = Pattern.compile("/(\\w+)/(\\d{1,9})(?:/(\\w+))?");
    private static final int MOST_CENTS = 100_000_000;
    private static final int MOST_PERCENT = 1_000;
    private static final int LONGEST_SEARCH = 60;
    private static final int BAD = 400;
    private static final int MISSING = 404;

    private final CachedShop shop;
    private final Consumer<Boolean> cacheSwitch;

    ShopRoutes(CachedShop shop, Consumer<Boolean> cacheSwitch) {
        this.shop = shop;
        this.cacheSwitch = cacheSwitch;
    }

    Reply answer(String method, URI uri) throws SQLException {
        String path = uri.getPath();
        String route = method + " " + path;
        switch (route) {
            case "GET /" -> {
                return Reply.text(HELP);
            }
            case "GET /search" -> {
                return search(parameter(uri, "q"));
            }
            case "GET /cache" -> {
                return state();
            }
            case "POST /cache/on", "POST /cache/off" -> {
                cacheSwitch.accept(path.endsWith("/on"));
                return state();
            }
            default -> {
                Matcher numbered = NUMBERED.matcher(path);
                return numbered.matches() ? numbered(method, numbered, uri) : unknown(route);
            }
        }
    }

    private Reply state() {
        return Reply.json(Map.of("on", shop.isCached()), null);
    }

    private static Reply unknown(String route) {
        return Reply.problem(MISSING, "there is no " + route, "see GET / for what there is");
    }

    private Reply numbered(String method, Matcher path, URI uri) throws SQLException {
        int number = Integer.parseInt(path.group(2));
        String route = method + " /" + path.group(1) + (path.group(3) == null ? "" : "/" + path.group(3));
        return switch (route) {
            case "GET /products" -> page(shop.product(number), route + " " + number);
            case "GET /categories/top" -> page(shop.top(number), route + " " + number);
            case "GET /users/recommendations" -> page(shop.recommended(number), route + " " + number);
            case "PUT /products/price" -> price(number, parameter(uri, "cents"));
            case "POST /categories/sale" -> sale(number, parameter(uri, "percent"));
            default -> unknown(route);
        };
    }

    private static Reply page(@Nullable Answer answer, String asked) {
        return answer == null ? unknown(asked) : Reply.json(answer.page(), answer.by());
    }

    private Reply search(@Nullable String words) throws SQLException {
        if (words == null || words.isBlank() || words.length() > LONGEST_SEARCH) {
            return Reply.problem(BAD, "q must have 1 to " + LONGEST_SEARCH + " characters", "try /search?q=oak+lamp");
        }
        return page(shop.search(words), "search");
    }

    private Reply price(int product, @Nullable String text) throws SQLException {
        int cents = number(text, MOST_CENTS);
        if (cents < 0) {
            return Reply.problem(BAD, "cents must be 1 to " + MOST_CENTS + " but was " + text, "try ?cents=1999");
        }
        return shop.price(product, cents)
                ? Reply.json(Map.of("product", product, "cents", cents), null)
                : unknown("product " + product);
    }

    private Reply sale(int category, @Nullable String text) throws SQLException {
        int percent = number(text, MOST_PERCENT);
        if (percent < 0) {
            return Reply.problem(BAD, "percent must be 1 to " + MOST_PERCENT + " but was " + text, "try ?percent=80");
        }
        return Reply.json(Map.of("forgotten", shop.sale(category, percent)), null);
    }

    /** Returns a number from 1 to {@code most}; -1 for anything else. */
    private static int number(@Nullable String text, int most) {
        boolean isNumber = text != null && text.matches("\\d{1,9}");
        int number = isNumber ? Integer.parseInt(text) : -1;
        return number >= 1 && number <= most ? number : -1;
    }

    private static @Nullable String parameter(URI uri, String name) {
        String query = uri.getRawQuery();
        if (query == null) {
            return null;
        }
        for (String part : query.split("&", -1)) {
            if (part.startsWith(name + "=")) {
                return URLDecoder.decode(part.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }
}
