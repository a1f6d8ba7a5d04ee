package dev.terrace.cache.metrics.stats;

import java.time.Duration;

/**
 * What was counted over each stretch of time that is kept. The sliding windows are up to a twelfth longer than their name
 * says, and shorter while the manager has not run as long.
 *
 * @param cumulative since the start, whatever was reset
 * @param sinceReset since the last {@link dev.terrace.cache.CacheManager#resetStats}, or the start; its length is unknown
 *     and given as 0
 * @param lastMinute the last minute
 * @param lastFiveMinutes the last five minutes
 * @param lastFifteenMinutes the last fifteen minutes
 */
public record Counted(
        Window cumulative, Window sinceReset, Window lastMinute, Window lastFiveMinutes, Window lastFifteenMinutes) {

    /**
     * Returns the shortest window that covers a time.
     *
     * @param span at most 15 minutes
     */
    public Window over(Duration span) {
        if (span.compareTo(Duration.ofMinutes(1)) <= 0) {
            return lastMinute;
        }
        return span.compareTo(Duration.ofMinutes(5)) <= 0 ? lastFiveMinutes : lastFifteenMinutes;
    }
}
