package dev.terrace.cache.demo.shop;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.demo.shop.Page.Answer;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The shop with a cache before its database, and a switch that leaves the cache aside. This is all that the shop has to do
 * for its cache: five regions, a loader for each, and a removal behind each change. Safe for use by many threads.
 *
 * <p>What holds a price has the key {@code category:product}: a sale removes all of a category by one pattern.
 */
public final class CachedShop {

    /** The names of the regions. */
    public static final List<String> REGIONS = List.of("product", "card", "top", "search", "recommendation");

    private static final Duration EXACT = Duration.ofDays(7);
    private static final Duration RANKED = Duration.ofDays(1);

    private final ShopDatabase database;
    private final List<String> tiers;
    private final Origin origin;
    private final Cache<ProductPage> products;
    private final Cache<Card> cards;
    private final Cache<Ranking> tops;
    private final Cache<Ranking> searches;
    private final Cache<Ranking> recommendations;
    private volatile boolean isCached = true;

    /**
     * Makes the regions.
     *
     * @param origin a listener of the manager
     */
    public CachedShop(ShopDatabase database, CacheManager caches, Origin origin) {
        this.database = database;
        this.origin = origin;
        this.tiers = caches.tiers();
        products = caches.cache("product", ProductPage.class, region -> region.ttl(EXACT)); // removed when they change
        cards = caches.cache("card", Card.class, region -> region.ttl(EXACT));
        tops = caches.cache("top", Ranking.class, region -> region.ttl(RANKED)); // may lag: they hold no price
        searches = caches.cache("search", Ranking.class, region -> region.ttl(RANKED));
        recommendations = caches.cache("recommendation", Ranking.class, region -> region.ttl(RANKED));
    }

    /** Puts the cache before the database, or leaves it aside; removals go on either way. */
    public void cached(boolean on) {
        isCached = on;
    }

    /** Returns true while the cache stands before the database. */
    public boolean isCached() {
        return isCached;
    }

    /** Returns how large the shop is. */
    public ShopSize size() {
        return database.size();
    }

    /** Tells a warmer where pages and cards come from. */
    public void feed(Warmer warmer) {
        warmer.register("products", Source.single(products, this::load).keysPerSecond(50));
        warmer.register("cards", Source.batch(cards, keys -> loadCards(new ArrayList<>((Collection<String>) keys))));
    }

    private interface Question {

        @Nullable
        Page ask() throws SQLException;
    }

    private @Nullable Answer answer(Question question) throws SQLException {
        origin.begin();
        Page page = question.ask();
        return page == null ? null : new Answer(page, isCached ? origin.lowest(tiers) : Origin.DATABASE);
    }

    /** Returns a product's page; null if there is no such product. */
    public @Nullable Answer product(int id) throws SQLException {
        return answer(() -> {
            ProductPage page = isCached ? products.get(key(id), this::load) : database.product(id);
            if (page == null) {
                return null;
            }
            List<Integer> beside = new ArrayList<>(page.similar());
            beside.addAll(page.boughtToo());
            return new Page(page, cards(beside));
        });
    }

    private String key(int product) {
        return size().categoryOf(product) + ":" + product;
    }

    private static int productOf(String key) {
        return Integer.parseInt(key.substring(key.indexOf(':') + 1));
    }

    private @Nullable ProductPage load(String key) throws SQLException {
        origin.askedDatabase();
        return database.product(productOf(key));
    }

    private List<Card> cards(List<Integer> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<Integer, Card> found = isCached ? cached(ids) : database.cards(ids);
        return ids.stream().filter(found::containsKey).map(found::get).toList();
    }

    private Map<Integer, Card> cached(List<Integer> ids) {
        Map<Integer, Card> found = new HashMap<>();
        cards.getAll(ids.stream().map(this::key).toList(), this::loadCards)
                .values()
                .forEach(card -> found.put(card.id(), card));
        return found;
    }

    private Map<String, Card> loadCards(Collection<String> keys) throws SQLException {
        origin.askedDatabase();
        Map<String, Card> loaded = new HashMap<>();
        database.cards(keys.stream().map(CachedShop::productOf).toList())
                .forEach((id, card) -> loaded.put(key(id), card));
        return loaded;
    }

    /** Reads a list from the database. */
    private interface Ranker<K> {

        Ranking rank(K of) throws SQLException;
    }

    private <K> @Nullable Answer list(Cache<Ranking> region, K of, Ranker<K> ranker) throws SQLException {
        return answer(() -> {
            Ranking ranking = isCached
                    ? region.get(of.toString(), key -> {
                        origin.askedDatabase();
                        return ranker.rank(of);
                    })
                    : ranker.rank(of);
            return ranking == null ? null : new Page(null, cards(ranking.products()));
        });
    }

    /** Returns the best products of a category; null if there is no such category. */
    public @Nullable Answer top(int category) throws SQLException {
        return category < 0 || category >= size().categories() ? null : list(tops, category, database::top);
    }

    /** Returns the products whose names hold these words. */
    public @Nullable Answer search(String words) throws SQLException {
        return list(searches, words, database::search);
    }

    /** Returns what a user might like; null if there is no such user. */
    public @Nullable Answer recommended(int user) throws SQLException {
        return user < 0 || user >= size().users() ? null : list(recommendations, user, database::recommended);
    }

    /** Changes a price, then forgets what holds it: whoever asks from now on gets the new one. False for no such product. */
    public boolean price(int id, int cents) throws SQLException {
        boolean changed = database.price(id, cents);
        products.delete(key(id));
        cards.delete(key(id));
        return changed;
    }

    /**
     * Changes all prices of a category, then forgets them by a pattern.
     *
     * @param percent of the present prices
     * @return how many pages and cards were removed from the cache
     */
    public long sale(int category, int percent) throws SQLException {
        database.reprice(category, percent);
        return products.invalidate(category + ":*") + cards.invalidate(category + ":*");
    }
}
