package dev.terrace.cache.metrics.history;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.metrics.history.Sample.OfRegion;
import dev.terrace.cache.metrics.history.Sample.OfTier;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.tier.TierSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Makes samples: what was counted since the one before. The incidents may come from any thread. */
public final class HistoryRecorder {

    /** How many regions a sample names; the others are added up. */
    static final int NAMED_REGIONS = 20;

    private static final CacheStats.TierCounts NO_CALLS = new CacheStats.TierCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private final List<String> incidents = new ArrayList<>();
    private ManagerStats before;
    private long beforeNanos;

    /** Begins at these counters, read at that time of the manager's clock. */
    public HistoryRecorder(long nanos, ManagerStats start) {
        before = start;
        beforeNanos = nanos;
    }

    /** Notes what the next sample is to tell. */
    public synchronized void incident(Instant at, String what) {
        incidents.add(at + " " + what);
    }

    /**
     * Makes the sample that ends now.
     *
     * @param nanos by the manager's clock
     * @param lifetime the counters since the start
     * @param reads how long the reads of a tier took
     */
    public synchronized Sample sample(Instant at, long nanos, ManagerStats lifetime, Function<String, Latency> reads) {
        Map<String, OfTier> tiers = new TreeMap<>();
        lifetime.sizes()
                .forEach((name, size) -> tiers.put(name, tier(name, size, lifetime.total(), reads.apply(name))));
        Map<String, Double> warming = new TreeMap<>(lifetime.gauges());
        warming.keySet().removeIf(gauge -> !gauge.startsWith("warming."));
        Sample sample = new Sample(
                at, (nanos - beforeNanos) / 1e9, tiers, busiest(regions(lifetime)), warming, List.copyOf(incidents));
        before = lifetime;
        beforeNanos = nanos;
        incidents.clear();
        return sample;
    }

    private OfTier tier(String name, TierSize size, CacheStats now, Latency reads) {
        CacheStats.TierCounts counts = now.tiers().getOrDefault(name, NO_CALLS);
        CacheStats.TierCounts old = before.total().tiers().getOrDefault(name, NO_CALLS);
        return new OfTier(
                counts.hits() - old.hits(),
                counts.misses() - old.misses(),
                counts.failures() - old.failures(),
                reads.p50Nanos(),
                reads.p95Nanos(),
                reads.p99Nanos(),
                size.entries(),
                size.bytes(),
                size.maximumBytes());
    }

    private Map<String, OfRegion> regions(ManagerStats lifetime) {
        Map<String, OfRegion> regions = new TreeMap<>();
        lifetime.regions().forEach((name, counts) -> {
            OfRegion now = region(counts, lifetime.inMemory().getOrDefault(name, TierSize.EMPTY));
            CacheStats old = before.regions().get(name);
            regions.put(name, old == null ? now : minus(now, region(old, TierSize.EMPTY)));
        });
        return regions;
    }

    private static OfRegion region(CacheStats counts, TierSize memory) {
        CacheStats.Loads loads = counts.loads();
        return new OfRegion(
                counts.requests().hits(),
                counts.requests().misses(),
                loads.successes() + loads.failures(),
                loads.failures(),
                loads.nanos(),
                counts.removals().getOrDefault("eviction", 0L),
                memory.entries(),
                memory.bytes());
    }

    private static OfRegion minus(OfRegion now, OfRegion old) {
        return new OfRegion(
                now.hits() - old.hits(),
                now.misses() - old.misses(),
                now.loads() - old.loads(),
                now.loadFailures() - old.loadFailures(),
                now.loadNanos() - old.loadNanos(),
                now.evictions() - old.evictions(),
                now.entries(),
                now.bytes());
    }

    private static Map<String, OfRegion> busiest(Map<String, OfRegion> all) {
        Map<String, OfRegion> named = new TreeMap<>();
        all.entrySet().stream()
                .sorted(Comparator.comparingLong(
                        (Map.Entry<String, OfRegion> each) -> -each.getValue().reads()))
                .forEach(each -> {
                    String name = named.size() < NAMED_REGIONS ? each.getKey() : Sample.OTHERS;
                    named.merge(name, each.getValue(), OfRegion::plus);
                });
        return named;
    }
}
