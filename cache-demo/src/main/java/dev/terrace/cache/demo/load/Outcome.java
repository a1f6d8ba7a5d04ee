package dev.terrace.cache.demo.load;

import java.util.Map;

/**
 * What came of a stretch of time.
 *
 * @param requests that were answered
 * @param failures requests that were not
 * @param nanos how long it was
 * @param queries how many the database answered
 * @param p50 half of the requests took no longer, in nanoseconds
 * @param p99 of a hundred requests 99 took no longer, in nanoseconds
 * @param by how many requests needed nothing below this tier, or the database
 */
public record Outcome(
        long requests, long failures, long nanos, long queries, long p50, long p99, Map<String, Long> by) {

    private static final double NANOS_A_SECOND = 1e9;

    /** Returns the rate of a count, a second; 0 for no time. */
    public double perSecond(long count) {
        return nanos == 0 ? 0 : count * NANOS_A_SECOND / nanos;
    }

    /** Returns which share of the requests needed nothing below a tier, or the database; 0 without any. */
    public double share(String place) {
        return requests == 0 ? 0 : (double) by.getOrDefault(place, 0L) / requests;
    }
}
