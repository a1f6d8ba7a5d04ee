package dev.terrace.cache.metrics.report;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.metrics.curve.FreshnessEstimate;
import dev.terrace.cache.metrics.curve.HitCurve;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.metrics.stats.RegionStatistics;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.metrics.stats.TierStatistics;
import dev.terrace.cache.tier.TierSize;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What advice is drawn from.
 *
 * @param now the statistics
 * @param curves the hit ratio by size, by region
 * @param freshness what reloads taught, by region
 */
public record Evidence(Statistics now, Map<String, HitCurve> curves, Map<String, FreshnessEstimate> freshness) {

    static final String MEMORY = "memory";

    private static final double NANOS_OF_A_LOOK = 100;
    private static final double NANOS_OF_A_LOWER_TIER = 10_000;
    private static final double NANOS_OF_A_LOAD = 10_000_000;

    private static final double NEARLY_FULL = 0.85;

    long reads() {
        return reads(now.manager().cumulative().counts());
    }

    long reads(String region) {
        return reads(counts(region));
    }

    private static long reads(CacheStats counts) {
        return counts.requests().hits() + counts.requests().misses();
    }

    private CacheStats counts(String region) {
        RegionStatistics known = now.regions().get(region);
        return known == null
                ? now.manager().cumulative().counts()
                : known.counts().cumulative().counts();
    }

    double hitRatio(String region) {
        return counts(region).requests().hitRatio();
    }

    /** Returns the share of a region's reads that memory answered. */
    double memoryHitRatio(String region) {
        CacheStats.TierCounts memory = counts(region).tiers().get(MEMORY);
        long reads = reads(region);
        return memory == null || reads == 0 ? 0 : (double) memory.hits() / reads;
    }

    HitCurve curve(String region) {
        return curves.getOrDefault(region, HitCurve.NONE);
    }

    FreshnessEstimate freshness(String region) {
        return freshness.getOrDefault(region, FreshnessEstimate.NONE);
    }

    TierSize memory(String region) {
        RegionStatistics known = now.regions().get(region);
        return known == null ? TierSize.EMPTY : known.memory();
    }

    TierSize size(String tier) {
        TierStatistics known = now.tiers().get(tier);
        return known == null ? TierSize.EMPTY : known.size();
    }

    /** Returns the tier of this process below memory; null if there is none. */
    @Nullable
    String lowerTier() {
        List<String> tiers = List.copyOf(now.tiers().keySet());
        return tiers.stream().filter(tier -> !tier.equals(MEMORY)).findFirst().orElse(null);
    }

    /** Returns true if the tier gave entries up for room, or is about to. */
    boolean isFull(String tier) {
        TierStatistics known = now.tiers().get(tier);
        boolean hasEvicted = tier.equals(MEMORY)
                ? now.manager().cumulative().counts().removals().getOrDefault("eviction", 0L) > 0
                : now.gauges().getOrDefault(tier + ".evictions", 0.0) > 0;
        return hasEvicted || (known != null && known.fill() >= NEARLY_FULL);
    }

    double memoryNanos() {
        return nanos(MEMORY, NANOS_OF_A_LOOK);
    }

    double lowerNanos() {
        String tier = lowerTier();
        return tier == null ? loadNanos() : nanos(tier, NANOS_OF_A_LOWER_TIER);
    }

    private double nanos(String tier, double otherwise) {
        TierStatistics known = now.tiers().get(tier);
        Latency latency = known == null ? null : known.latency().get("get");
        return latency == null || latency.count() == 0 || latency.totalNanos() == 0
                ? otherwise
                : (double) latency.totalNanos() / latency.count();
    }

    /** Returns how long a load takes on average; a guess of 10 ms if the application loads by itself. */
    double loadNanos() {
        CacheStats.Loads loads = now.manager().cumulative().counts().loads();
        long calls = loads.successes() + loads.failures();
        return calls == 0 || loads.nanos() == 0 ? NANOS_OF_A_LOAD : (double) loads.nanos() / calls;
    }

    boolean isLoadTimeKnown() {
        return now.manager().cumulative().counts().loads().nanos() > 0;
    }

    /** Returns the average time of a read as it was: what tiers answered, and loads for the rest. */
    double nanosPerRead() {
        CacheStats counts = now.manager().cumulative().counts();
        double sum = counts.requests().misses() * loadNanos();
        for (Map.Entry<String, CacheStats.TierCounts> tier : counts.tiers().entrySet()) {
            double each = tier.getKey().equals(MEMORY) ? memoryNanos() : nanos(tier.getKey(), NANOS_OF_A_LOWER_TIER);
            sum += tier.getValue().hits() * each;
        }
        return Math.max(1, sum / Math.max(1, reads()));
    }
}
