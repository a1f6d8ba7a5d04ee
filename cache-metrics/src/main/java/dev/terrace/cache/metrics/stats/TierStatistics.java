package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.tier.TierSize;
import java.util.Map;

/**
 * The numbers of one tier, over all regions. What it counted stands in {@link Counted} of the manager and of each region.
 *
 * @param size entries, bytes, limit
 * @param fill bytes divided by the limit, 0 to 1; 0 without a limit
 * @param latency how long calls took, by operation, over the last five to six minutes
 * @param errors calls that threw since the start, by the simple name of the exception's class
 */
public record TierStatistics(TierSize size, double fill, Map<String, Latency> latency, Map<String, Long> errors) {

    /** Returns bytes divided by the limit; 0 without a limit. */
    public static double fill(TierSize size) {
        return size.maximumBytes() == Long.MAX_VALUE || size.maximumBytes() == 0
                ? 0
                : (double) size.bytes() / size.maximumBytes();
    }
}
