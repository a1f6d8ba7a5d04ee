package dev.terrace.cache.demo.load;

import dev.terrace.cache.demo.shop.ShopSize;
import dev.terrace.cache.demo.shop.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/** Decides what a visitor wants to see. Safe for use by many threads. */
final class Wishes {

    /** Spreads ranks over all products; prime to every size of a shop. */
    private static final long SPREAD = 1_000_000_007L;

    private static final double EXPONENT = 1.2;
    private static final int ALL = 100;
    private static final int PRODUCTS = 65;
    private static final int TOPS = 80;
    private static final int SEARCHES = 90;
    private static final int OF_THE_HOUR = 20;
    private static final int OF_THE_CROWD = 70;
    private static final int ON_SALE = 50;

    private final ShopSize size;
    private final Zipf products;
    private final Zipf categories;
    private final Zipf searches;
    private final Zipf users;
    private final Zipf onSale = new Zipf(ON_SALE, 1);

    Wishes(ShopSize size) {
        this.size = size;
        products = new Zipf(size.products(), EXPONENT);
        categories = new Zipf(size.categories(), 1);
        searches = new Zipf(Words.searches(), EXPONENT);
        users = new Zipf(size.users(), EXPONENT);
    }

    /** Returns the path that a visitor asks for. */
    String next(Day day, RandomGenerator random) {
        int wish = random.nextInt(ALL);
        if (wish < PRODUCTS) {
            return product(product(day, random));
        }
        if (wish < TOPS) {
            return "/categories/" + categories.pick(random) + "/top";
        }
        if (wish < SEARCHES) {
            return "/search?q=" + URLEncoder.encode(Words.search(searches.pick(random)), StandardCharsets.UTF_8);
        }
        return "/users/" + users.pick(random) + "/recommendations";
    }

    static String product(int id) {
        return "/products/" + id;
    }

    int product(Day day, RandomGenerator random) {
        if (day.isSale() && random.nextInt(ALL) < OF_THE_CROWD) {
            int rank = onSale.pick(random);
            return Math.min(size.products() - 1, saleCategory(day) + rank * size.categories());
        }
        long offset = random.nextInt(ALL) < OF_THE_HOUR ? 1 + day.shift() : 0;
        return at(products.pick(random) + offset * size.products() / 7);
    }

    private int at(long rank) {
        return (int) (rank % size.products() * SPREAD % size.products());
    }

    /** Returns the category that is on sale that day. */
    int saleCategory(Day day) {
        return (int) (day.number() * SPREAD % size.categories());
    }
}
