package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.CacheStats;

/**
 * What was counted in a stretch of time that ends now.
 *
 * @param seconds its length
 * @param hitRatio the share of reads that a tier answered, 0 to 1; 1 if there were none
 * @param requestsPerSecond reads per second
 * @param counts the counters
 */
public record Window(double seconds, double hitRatio, double requestsPerSecond, CacheStats counts) {

    static Window of(double seconds, CacheStats counts) {
        CacheStats.Requests requests = counts.requests();
        double all = (double) requests.hits() + requests.misses();
        return new Window(seconds, requests.hitRatio(), seconds > 0 ? all / seconds : 0, counts);
    }
}
