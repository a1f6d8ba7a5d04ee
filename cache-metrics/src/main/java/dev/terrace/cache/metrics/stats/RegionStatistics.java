package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.tier.TierSize;

/**
 * The numbers of one region.
 *
 * @param counts what was counted
 * @param memory how much of the memory tier it takes; {@link TierSize#EMPTY} without one
 */
public record RegionStatistics(Counted counts, TierSize memory) {}
