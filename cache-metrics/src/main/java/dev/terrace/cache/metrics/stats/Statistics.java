package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.metrics.alert.AlertStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All numbers of a manager at one moment. The parts belong together: ratios, windows and sums are computed from counters
 * that were read once. {@link #toJson} gives it to dashboards.
 *
 * @param lastUpdate when the counters were read
 * @param manager all regions added up
 * @param regions each region, by name
 * @param tiers each tier, by name, from memory downwards
 * @param gauges named numbers of any part, see {@link dev.terrace.cache.ManagerStats#gauges}
 * @param alerts the state of each alert that is pending or firing
 */
public record Statistics(
        Instant lastUpdate,
        Counted manager,
        Map<String, RegionStatistics> regions,
        Map<String, TierStatistics> tiers,
        Map<String, Double> gauges,
        List<AlertStatus> alerts) {

    /** Returns the record as JSON, its components in camelCase; {@code docs/metrics.md} says what stands in it. */
    public String toJson() {
        return StatisticsJson.write(this);
    }
}
