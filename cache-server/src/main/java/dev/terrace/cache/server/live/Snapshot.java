package dev.terrace.cache.server.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened in the last second or so, and how things stand. Rates are per second.
 *
 * @param number counts the snapshots
 * @param hitRatio of the reads since the one before, 0 to 1; null if there were none
 * @param regions those with the most traffic
 * @param gauges of tiers and coherence, as the manager names them
 */
record Snapshot(
        long number,
        Instant time,
        @Nullable Double hitRatio,
        Map<String, Double> rates,
        List<Tier> tiers,
        List<Region> regions,
        Map<String, Double> gauges,
        List<Alert> alerts) {

    /**
     * One tier.
     *
     * @param maximumBytes null without a limit
     * @param promotions entries copied up from it
     * @param p50Micros how long reads took, over the last five to six minutes; null if none were measured
     */
    record Tier(
            String name,
            double hits,
            double misses,
            double promotions,
            double demotions,
            double failures,
            double evictions,
            long entries,
            long expired,
            long bytes,
            @Nullable Long maximumBytes,
            @Nullable Double p50Micros,
            @Nullable Double p95Micros,
            @Nullable Double p99Micros) {}

    /** One region. */
    record Region(
            String name,
            double reads,
            @Nullable Double hitRatio,
            double hitRatioFiveMinutes,
            long entries,
            long bytes,
            long maximumBytes) {}

    /** An alert that is pending or firing. */
    record Alert(String name, String subject, String severity, String state, String message, Instant since) {}
}
