package dev.terrace.cache.metrics.report;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.metrics.history.Sample;
import dev.terrace.cache.metrics.history.Sample.OfRegion;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.metrics.stats.TierStatistics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The answers and tables of a report, in whichever form they are written. */
final class Summary {

    private static final int MOST_REGIONS = 15;
    private static final int MOST_INCIDENTS = 50;

    private final Report report;

    Summary(Report report) {
        this.report = report;
    }

    /** A table: its head and rows of as many cells. */
    record Table(String title, List<String> head, List<List<String>> rows) {}

    /** Returns the three answers that a reader looks for first. */
    List<String> answers() {
        CacheStats counts = report.now().manager().cumulative().counts();
        double seconds = report.now().manager().cumulative().seconds();
        CacheStats.Loads loads = counts.loads();
        long calls = loads.successes() + loads.failures();
        double nanosPerLoad = calls == 0 ? 0 : (double) loads.nanos() / calls;
        List<String> answers = new ArrayList<>();
        answers.add(Texts.say(
                "Is it worth its memory? %s of %,d reads were answered by a tier. %s",
                Texts.percent(counts.requests().hitRatio()),
                counts.requests().hits() + counts.requests().misses(),
                calls == 0
                        ? "What a miss costs is not known: nothing was loaded through the cache."
                        : Texts.say(
                                "A load takes %s on average, so the hits saved %s of waiting in %s.",
                                Texts.nanos(nanosPerLoad),
                                time(nanosPerLoad * counts.requests().hits() / 1e9),
                                time(seconds))));
        answers.add("What is slow? " + slowest());
        answers.add("What should be changed? "
                + (report.advice().isEmpty()
                        ? "Nothing that the numbers show."
                        : report.advice().get(0).change()));
        return answers;
    }

    private static String time(double seconds) {
        return Texts.duration(java.time.Duration.ofMillis(Math.round(seconds * 1000)));
    }

    private String slowest() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, TierStatistics> tier : report.now().tiers().entrySet()) {
            Latency reads = tier.getValue().latency().getOrDefault("get", Latency.NONE);
            if (reads.count() > 0) {
                text.append(Texts.say(
                        "A read of %s: %s for half of them, up to %s for 99 %%. ",
                        tier.getKey(), Texts.nanos((double) reads.p50Nanos()), Texts.nanos((double) reads.p99Nanos())));
            }
        }
        return text.isEmpty()
                ? "Nothing was measured in the last five minutes."
                : text.toString().strip();
    }

    List<Table> tables() {
        return List.of(tiers(), regions(), incidents());
    }

    private Table tiers() {
        List<List<String>> rows = new ArrayList<>();
        report.now().tiers().forEach((name, tier) -> {
            CacheStats.TierCounts counts =
                    report.now().manager().cumulative().counts().tiers().get(name);
            long hits = counts == null ? 0 : counts.hits();
            long misses = counts == null ? 0 : counts.misses();
            rows.add(List.of(
                    name,
                    Texts.count(hits),
                    Texts.percent(hits + misses == 0 ? 0 : (double) hits / (hits + misses)),
                    Texts.count(tier.size().entries()),
                    Texts.bytes((double) tier.size().bytes()),
                    tier.size().maximumBytes() == Long.MAX_VALUE ? "-" : Texts.percent(tier.fill()),
                    tier.errors().toString()));
        });
        return new Table(
                "Tiers, since the start",
                List.of("tier", "hits", "hit ratio", "entries", "bytes", "fill", "errors"),
                rows);
    }

    private Table regions() {
        List<List<String>> rows = new Charts(report.samples())
                .regionSums().entrySet().stream()
                        .sorted(Comparator.comparingLong((Map.Entry<String, OfRegion> each) ->
                                -each.getValue().reads()))
                        .limit(MOST_REGIONS)
                        .map(each -> row(each.getKey(), each.getValue()))
                        .toList();
        return new Table(
                "Regions, over the history, busiest first",
                List.of("region", "reads", "misses", "hit ratio", "loads", "failed", "time in loads", "evictions"),
                rows);
    }

    private static List<String> row(String name, OfRegion region) {
        double ratio = region.reads() == 0 ? 1 : (double) region.hits() / region.reads();
        return List.of(
                name,
                Texts.count(region.reads()),
                Texts.count(region.misses()),
                Texts.percent(ratio),
                Texts.count(region.loads()),
                Texts.count(region.loadFailures()),
                time(region.loadNanos() / 1e9),
                Texts.count(region.evictions()));
    }

    private Table incidents() {
        List<List<String>> rows = new ArrayList<>();
        for (Sample sample : report.samples()) {
            sample.incidents().forEach(incident -> rows.add(List.of(incident)));
        }
        return new Table(
                "Incidents", List.of("what"), rows.subList(Math.max(0, rows.size() - MOST_INCIDENTS), rows.size()));
    }
}
