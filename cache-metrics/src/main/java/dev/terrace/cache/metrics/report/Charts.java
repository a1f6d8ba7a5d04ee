package dev.terrace.cache.metrics.report;

import dev.terrace.cache.metrics.history.Sample;
import dev.terrace.cache.metrics.history.Sample.OfRegion;
import dev.terrace.cache.metrics.history.Sample.OfTier;
import dev.terrace.cache.metrics.report.Chart.Line;
import dev.terrace.cache.metrics.report.Chart.Point;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Turns the history into charts. */
final class Charts {

    private static final int MOST_REGIONS = 8;
    private static final double NANOS_PER_MICRO = 1e3;

    private final List<Sample> samples;

    Charts(List<Sample> samples) {
        this.samples = samples;
    }

    List<Chart> all() {
        return List.of(
                new Chart("hitRatio", "Hit ratio by tier", "%", tiers(Charts::hitRatio)),
                new Chart("p50", "Reads: half took no longer", "µs", tiers(tier -> tier.p50Nanos() / NANOS_PER_MICRO)),
                new Chart("p95", "Reads: 95 % took no longer", "µs", tiers(tier -> tier.p95Nanos() / NANOS_PER_MICRO)),
                new Chart("p99", "Reads: 99 % took no longer", "µs", tiers(tier -> tier.p99Nanos() / NANOS_PER_MICRO)),
                new Chart("entries", "Entries by tier", "", tiers(OfTier::entries)),
                new Chart("reads", "Reads per second of the busiest regions", "/s", regions(OfRegion::reads)),
                new Chart("misses", "Misses per second of the busiest regions", "/s", regions(OfRegion::misses)),
                new Chart(
                        "evictions", "Evictions per second of the busiest regions", "/s", regions(OfRegion::evictions)),
                new Chart("warming", "What warming reports", "", warming()));
    }

    private static double hitRatio(OfTier tier) {
        long all = tier.hits() + tier.misses();
        return all == 0 ? 0 : 100.0 * tier.hits() / all;
    }

    private List<Line> tiers(ToDoubleFunction<OfTier> value) {
        return lines(
                samples.stream()
                        .flatMap(sample -> sample.tiers().keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new)),
                (sample, name) -> {
                    OfTier tier = sample.tiers().get(name);
                    return tier == null ? Double.NaN : value.applyAsDouble(tier);
                });
    }

    private List<Line> regions(ToDoubleFunction<OfRegion> count) {
        return lines(busiest().stream().limit(MOST_REGIONS).toList(), (sample, name) -> {
            OfRegion region = sample.regions().get(name);
            return region == null || sample.seconds() <= 0
                    ? Double.NaN
                    : count.applyAsDouble(region) / sample.seconds();
        });
    }

    private List<Line> warming() {
        return lines(
                samples.stream()
                        .flatMap(sample -> sample.warming().keySet().stream())
                        .collect(Collectors.toCollection(TreeSet::new)),
                (sample, name) -> sample.warming().getOrDefault(name, Double.NaN));
    }

    @FunctionalInterface
    private interface Value {
        double of(Sample sample, String name);
    }

    private List<Line> lines(Iterable<String> names, Value value) {
        List<Line> lines = new ArrayList<>();
        for (String name : names) {
            List<Point> points = new ArrayList<>();
            for (Sample sample : samples) {
                double found = value.of(sample, name);
                if (Double.isFinite(found)) {
                    points.add(new Point(sample.at().toEpochMilli(), found));
                }
            }
            lines.add(new Line(name, points));
        }
        return lines;
    }

    /** Returns the regions over the whole history, busiest first. */
    Map<String, OfRegion> regionSums() {
        Map<String, OfRegion> sums = new TreeMap<>();
        samples.forEach(sample -> sample.regions().forEach((name, part) -> sums.merge(name, part, OfRegion::with)));
        return sums;
    }

    private List<String> busiest() {
        return regionSums().entrySet().stream()
                .sorted(Comparator.comparingLong(
                        (Map.Entry<String, OfRegion> each) -> -each.getValue().reads()))
                .map(Map.Entry::getKey)
                .toList();
    }
}
