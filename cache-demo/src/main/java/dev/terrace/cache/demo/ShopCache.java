package dev.terrace.cache.demo;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.demo.shop.CachedShop;
import dev.terrace.cache.demo.shop.Origin;
import dev.terrace.cache.demo.shop.ShopDatabase;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.MetricsSettings;
import dev.terrace.cache.metrics.alert.AlertListener;
import dev.terrace.cache.metrics.alert.AlertRules;
import dev.terrace.cache.metrics.alert.AlertStatus;
import dev.terrace.cache.metrics.alert.Severity;
import dev.terrace.cache.metrics.alert.Threshold;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.warming.Warmer;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The shop's cache with all that goes with it.
 *
 * @param warmEntries how many entries the disk tier had when it was opened
 */
record ShopCache(CacheManager caches, CachedShop shop, CacheMetrics metrics, Warmer warmer, long warmEntries) {

    /** Room for what is hot in the first minutes; then the disk has something to do. */
    private static final long MEMORY_BYTES = 6L << 20;

    private static final long DISK_BYTES = 128L << 20;
    private static final int VALUE_BYTES = 256;
    private static final Duration REPORTS = Duration.ofMinutes(5);
    private static final String DISK = "disk";

    /**
     * Opens it.
     *
     * @param redis the address of a Redis; null for none
     * @param alarm told of alerts in a line
     */
    static ShopCache open(ShopDatabase database, Home home, @Nullable String redis, Consumer<String> alarm) {
        Origin origin = new Origin();
        ManagerBuilder builder = CacheManager.builder()
                .listener(origin)
                .memory(memory -> memory.maximumBytes(MEMORY_BYTES))
                .tier(DiskTier.at(home.cache()).maximumBytes(DISK_BYTES).averageValueBytes(VALUE_BYTES));
        if (redis != null) {
            builder.tier(redis(redis, database.identity()));
        }
        CacheManager caches = builder.build();
        try {
            long warm =
                    caches.stats().sizes().getOrDefault(DISK, TierSize.EMPTY).entries();
            CachedShop shop = new CachedShop(database, caches, origin);
            caches.attach(new ShopGauges(database, shop));
            // In a folder of its own: what a tier of this size keeps for others has no room for so many patterns.
            Warmer warmer = Warmer.attach(caches, settings -> settings.folder(home.patterns()));
            shop.feed(warmer);
            CacheMetrics metrics = CacheMetrics.of(caches, settings -> settings(settings, home, alarm));
            return new ShopCache(caches, shop, metrics, warmer, warm);
        } catch (RuntimeException e) {
            caches.close();
            throw e;
        }
    }

    /** Keys of another database are never met. */
    private static RedisTier redis(String address, String identity) {
        return RedisTier.at(address).prefix("terrace-demo:" + identity);
    }

    private static MetricsSettings settings(MetricsSettings settings, Home home, Consumer<String> alarm) {
        AlertListener listener = alert -> {
            if (alert.state() != AlertStatus.State.PENDING) {
                alarm.accept(
                        alert.state() == AlertStatus.State.FIRING
                                ? "alert, in the dashboard, too: " + alert.name() + " of " + alert.subject()
                                : "alert over: " + alert.name());
            }
        };
        return settings.folder(home.metrics())
                .reportEvery(REPORTS)
                .listener(listener)
                .rule(AlertRules.hitRatioLow().window(Duration.ofMinutes(1)).hold(Duration.ofSeconds(5)))
                .rule(AlertRules.gauge("cacheOff", Severity.CRITICAL, ShopGauges.CACHE_OFF, Threshold.above(0.5, 0.5)));
    }

    /** Removes from a Redis what demos with this database have kept there, and returns how many entries that was. */
    static long forget(String redis, String identity) {
        try (CacheManager caches = CacheManager.builder()
                .memory(memory -> memory.maximumBytes(MEMORY_BYTES))
                .tier(redis(redis, identity))
                .build()) {
            return CachedShop.REGIONS.stream()
                    .mapToLong(region -> caches.cache(region, String.class).clear())
                    .sum();
        }
    }

    /** Returns the names of the tiers, from memory downwards. */
    List<String> tiers() {
        return caches.tiers();
    }
}
