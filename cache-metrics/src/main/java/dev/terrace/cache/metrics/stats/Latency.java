package dev.terrace.cache.metrics.stats;

/**
 * How long calls took, in nanoseconds, each value right to within 2 %. All zero if there were none.
 *
 * @param count how many were measured: all, but for reads of the memory tier, of which a sample is
 * @param totalNanos the time of these calls added up
 * @param p50Nanos half of the calls took no longer
 * @param p95Nanos 95 % took no longer
 * @param p99Nanos 99 % took no longer
 * @param p999Nanos 99.9 % took no longer
 * @param maxNanos the longest
 */
public record Latency(
        long count, long totalNanos, long p50Nanos, long p95Nanos, long p99Nanos, long p999Nanos, long maxNanos) {

    /** No calls. */
    public static final Latency NONE = new Latency(0, 0, 0, 0, 0, 0, 0);
}
