package dev.terrace.cache.metrics;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.metrics.stats.Latencies;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a manager as meters read them. A scrape asks thousands of meters within milliseconds: they share one
 * reading that is at most {@link #LONGEST_AGE} old, so a scrape costs one walk over the regions and is consistent.
 */
final class Snapshots {

    static final Duration LONGEST_AGE = Duration.ofMillis(500);

    private static final CacheStats NOTHING = new CacheStats(
            new CacheStats.Requests(0, 0, 0, 0),
            new CacheStats.Loads(0, 0, 0, 0, 0, 0),
            new CacheStats.Writes(0, 0, 0),
            Map.of(),
            Map.of());

    private final CacheManager manager;
    private final Latencies latencies;
    private final TimeSource time;
    private volatile @Nullable Snapshot latest;

    Snapshots(CacheManager manager, Latencies latencies, TimeSource time) {
        this.manager = manager;
        this.latencies = latencies;
        this.time = time;
    }

    /** One reading. */
    record Snapshot(
            long nanos,
            Map<String, CacheStats> regions,
            Map<String, Map<String, Latency>> latencies,
            ManagerStats lifetime,
            ManagerStats sinceReset) {

        CacheStats region(String name) {
            return regions.getOrDefault(name, NOTHING);
        }

        TierSize inMemory(String region) {
            return lifetime.inMemory().getOrDefault(region, TierSize.EMPTY);
        }

        TierSize size(String tier) {
            return lifetime.sizes().getOrDefault(tier, TierSize.EMPTY);
        }

        Latency latency(String tier, String operation) {
            return latencies.getOrDefault(tier, Map.of()).getOrDefault(operation, Latency.NONE);
        }

        double gauge(String name) {
            return lifetime.gauges().getOrDefault(name, Double.NaN);
        }
    }

    /** Returns a recent reading; the last one after the manager was closed. */
    Snapshot recent() {
        Snapshot known = latest;
        return known != null && isRecent(known) ? known : renew();
    }

    private boolean isRecent(Snapshot known) {
        return time.nanos() - known.nanos() < LONGEST_AGE.toNanos();
    }

    private synchronized Snapshot renew() {
        Snapshot known = latest;
        return known != null && isRecent(known) ? known : read();
    }

    /** Reads anew. */
    synchronized Snapshot read() {
        Snapshot known = latest;
        long now = time.nanos();
        try {
            ManagerStats sinceReset = manager.stats();
            ManagerStats lifetime = manager.lifetimeStats();
            Snapshot read = new Snapshot(now, new HashMap<>(lifetime.regions()), latency(), lifetime, sinceReset);
            latest = read;
            return read;
        } catch (IllegalStateException closed) {
            if (known == null) {
                throw closed;
            }
            return known;
        }
    }

    private Map<String, Map<String, Latency>> latency() {
        Map<String, Map<String, Latency>> all = new HashMap<>();
        latencies.all().keySet().forEach(tier -> all.put(tier, latencies.latency(tier)));
        return all;
    }
}
