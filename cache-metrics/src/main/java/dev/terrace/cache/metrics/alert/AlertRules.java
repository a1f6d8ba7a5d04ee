package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.metrics.stats.TierStatistics;
import dev.terrace.cache.metrics.stats.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The rules that every manager begins with, and those that need a number of its owner. */
public final class AlertRules {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    /** Below so many reads in a window a ratio says nothing. */
    private static final long FEWEST_READS = 100;

    /** Regions of less traffic than this are no matter for an alert of their own. */
    private static final long FEWEST_READS_OF_A_REGION = 1_000;

    private AlertRules() {}

    /** Returns the rules that are on unless others are set. */
    public static List<AlertRule> defaults() {
        return List.of(
                hitRatioLow(),
                memoryFull(),
                errorRateHigh(),
                expiredGrowing(),
                warmingInaccurate(),
                diskFreeLow(),
                stalenessExceeded(),
                queueOld(),
                breakerOpen(),
                tierAside());
    }

    /** The hit ratio of the manager, or of a region of 1,000 reads or more, over five minutes is below 70 %. */
    public static AlertRule hitRatioLow() {
        return new AlertRule(
                "hitRatioLow",
                Severity.WARNING,
                FIVE_MINUTES,
                AlertRules::hitRatio,
                Threshold.below(0.70, 0.75),
                FIVE_MINUTES);
    }

    private static Map<String, Double> hitRatio(Statistics statistics, Duration span) {
        Map<String, Double> ratios = new TreeMap<>();
        addRatio(ratios, Measure.MANAGER, statistics.manager().over(span), FEWEST_READS);
        statistics
                .regions()
                .forEach((name, region) ->
                        addRatio(ratios, Measure.region(name), region.counts().over(span), FEWEST_READS_OF_A_REGION));
        return ratios;
    }

    private static void addRatio(Map<String, Double> ratios, String subject, Window window, long fewestReads) {
        CacheStats.Requests requests = window.counts().requests();
        if (requests.hits() + requests.misses() >= fewestReads) {
            ratios.put(subject, window.hitRatio());
        }
    }

    /** The memory tier is filled to more than 80 % of its limit. */
    public static AlertRule memoryFull() {
        return new AlertRule(
                "memoryFull",
                Severity.WARNING,
                Duration.ZERO,
                (statistics, window) -> perTier(statistics, "memory", TierStatistics::fill),
                Threshold.above(0.80, 0.75),
                FIVE_MINUTES);
    }

    private static Map<String, Double> perTier(
            Statistics statistics, String name, ToDoubleFunction<TierStatistics> value) {
        TierStatistics tier = statistics.tiers().get(name);
        return tier == null ? Map.of() : Map.of(name, value.applyAsDouble(tier));
    }

    /** More than 5 % of the calls of tiers and loaders over five minutes threw. */
    public static AlertRule errorRateHigh() {
        return new AlertRule(
                "errorRateHigh",
                Severity.CRITICAL,
                FIVE_MINUTES,
                AlertRules::errorRate,
                Threshold.above(0.05, 0.03),
                MINUTE);
    }

    private static Map<String, Double> errorRate(Statistics statistics, Duration span) {
        CacheStats counts = statistics.manager().over(span).counts();
        long failed = counts.loads().failures()
                + counts.tiers().values().stream()
                        .mapToLong(TierCounts::failures)
                        .sum();
        CacheStats.Requests requests = counts.requests();
        long all = requests.hits()
                + requests.misses()
                + counts.writes().sets()
                + counts.writes().deletes();
        return all < FEWEST_READS ? Map.of() : Map.of(Measure.MANAGER, (double) failed / all);
    }

    /** A tier holds more than 1,000 expired entries, and more than five minutes ago. */
    public static AlertRule expiredGrowing() {
        return new AlertRule(
                "expiredGrowing",
                Severity.WARNING,
                FIVE_MINUTES,
                new ExpiredGrowth(),
                Threshold.above(1_000, 1_000),
                MINUTE);
    }

    /** Of what warming brought, less than half was read. */
    public static AlertRule warmingInaccurate() {
        return gauge("warmingInaccurate", Severity.WARNING, "accuracy", Threshold.below(0.50, 0.55))
                .hold(FIVE_MINUTES);
    }

    /** The disk that a tier writes to has less than 1 GiB left. */
    public static AlertRule diskFreeLow() {
        return gauge("diskFreeLow", Severity.WARNING, "free.bytes", Threshold.below(1L << 30, 5L << 28))
                .hold(MINUTE);
    }

    /** A shared tier has not been heard for longer than the silence limit of 2 s. */
    public static AlertRule stalenessExceeded() {
        return gauge("stalenessExceeded", Severity.WARNING, "staleness.seconds", Threshold.above(2, 1))
                .hold(Duration.ofSeconds(10));
    }

    /** The oldest write that waits for the shared tier has waited for more than 10 s. */
    public static AlertRule queueOld() {
        return gauge("queueOld", Severity.WARNING, "queue.age.seconds", Threshold.above(10, 5));
    }

    /** A breaker is open: its tier is not asked. */
    public static AlertRule breakerOpen() {
        return gauge("breakerOpen", Severity.CRITICAL, "breakers.open", Threshold.above(0.5, 0.5));
    }

    /** A tier is set aside: it failed, and is not asked until it was emptied. */
    public static AlertRule tierAside() {
        return gauge("tierAside", Severity.CRITICAL, "aside", Threshold.above(0.5, 0.5));
    }

    /**
     * A tier takes more than so many bytes.
     *
     * @param tier its name
     * @param bytes the limit; resolves 5 % below
     */
    public static AlertRule sizeAbove(String tier, long bytes) {
        return new AlertRule(
                "sizeAbove" + Character.toUpperCase(tier.charAt(0)) + tier.substring(1),
                Severity.WARNING,
                Duration.ZERO,
                (statistics, window) ->
                        perTier(statistics, tier, each -> each.size().bytes()),
                Threshold.above((double) bytes, bytes * 0.95),
                MINUTE);
    }

    /**
     * Returns a rule about a gauge, for whichever part publishes it. Fires and resolves at once; see {@link
     * AlertRule#hold}.
     *
     * @param gauge its name, or what follows the name of a part and a dot
     */
    public static AlertRule gauge(String name, Severity severity, String gauge, Threshold threshold) {
        Measure measure = (statistics, window) -> {
            Map<String, Double> values = new TreeMap<>();
            statistics.gauges().forEach((each, value) -> {
                if (each.equals(gauge)) {
                    values.put(Measure.MANAGER, value);
                } else if (each.endsWith("." + gauge)) {
                    values.put(each.substring(0, each.length() - gauge.length() - 1), value);
                }
            });
            return values;
        };
        return new AlertRule(name, severity, Duration.ZERO, measure, threshold, Duration.ZERO);
    }
}
