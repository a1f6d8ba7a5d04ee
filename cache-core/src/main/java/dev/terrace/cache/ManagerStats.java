package dev.terrace.cache;

import dev.terrace.cache.tier.TierSize;
import java.util.Map;

/**
 * The state of a manager.
 *
 * @param total the counters of all regions, added up
 * @param regions the counters of each region
 * @param inMemory how much of the memory tier each region takes, and its present part of the limit; empty without one
 * @param sizes how full each tier is, by its name
 * @param gauges named numbers of any part: barriers, pending writes, queue, epoch, what tiers publish
 */
public record ManagerStats(
        CacheStats total,
        Map<String, CacheStats> regions,
        Map<String, TierSize> inMemory,
        Map<String, TierSize> sizes,
        Map<String, Double> gauges) {}
