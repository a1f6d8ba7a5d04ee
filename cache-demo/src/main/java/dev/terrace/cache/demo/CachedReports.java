package dev.terrace.cache.demo;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.tier.Tier;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shop's reports behind a cache. The cached read is the one line in {@link #ask}; the rest finds out who answered. */
final class CachedReports implements Reports, AutoCloseable {

    private final Shop shop;
    private final CacheManager caches;
    private final Cache<Report> cache;
    private final Promotions promotions = new Promotions();
    private final boolean warm;

    /**
     * Opens a cache.
     *
     * @param plan names the region: reports of other data are of no use
     * @param lower the tiers below memory, which the cache closes; with any, memory holds only a part of
     *     the reports, so that they have something to do
     */
    CachedReports(Shop shop, Plan plan, List<Tier> lower) {
        this.shop = shop;
        ManagerBuilder builder = CacheManager.builder().listener(promotions);
        if (!lower.isEmpty()) {
            builder.memory(memory -> memory.maximumEntries(shop.keys().size() / 4));
        }
        lower.forEach(builder::tier);
        caches = builder.build();
        String region = "report." + plan.seed() + "." + plan.orderLines();
        cache = caches.cache(region, Report.class, settings -> settings.ttl(Duration.ofDays(1)));
        warm = cache.keys("*").findAny().isPresent();
    }

    /** Returns true if a lower tier held reports of this data when the cache was opened. */
    boolean isWarm() {
        return warm;
    }

    @Override
    public Answer ask(int report) {
        int queriesBefore = shop.answered(report);
        promotions.forget();

        Report answer = cache.get(shop.keys().get(report), shop::report);

        return new Answer(Objects.requireNonNull(answer), by(shop.answered(report) != queriesBefore));
    }

    /** A reader that waited for the query of another one was answered by the database, too. */
    private String by(boolean queried) {
        if (queried) {
            return DATABASE;
        }
        String tier = promotions.from();
        return tier == null ? tiers().get(0) : tier;
    }

    /** Returns the names of the tiers, from memory downwards. */
    List<String> tiers() {
        return caches.tiers();
    }

    CacheStats stats() {
        return cache.stats();
    }

    @Override
    public void close() {
        caches.close();
    }

    /** Remembers from which tier the read of this thread was promoted. */
    private static final class Promotions implements CacheListener {

        private final ThreadLocal<@Nullable String> tier = new ThreadLocal<>();

        @Override
        public void promoted(String region, String key, String fromTier) {
            tier.set(fromTier);
        }

        void forget() {
            tier.remove();
        }

        @Nullable
        String from() {
            return tier.get();
        }
    }
}
