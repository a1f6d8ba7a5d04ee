package dev.terrace.cache.demo;

import dev.terrace.cache.CacheStats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes an {@link Outcome} for people. */
final class OutcomeTable {

    private static final String COLUMNS = "%-14s %-10s %8s %8s %10s %10s %10s%n";

    private final Outcome outcome;
    private final StringBuilder text = new StringBuilder();

    private OutcomeTable(Outcome outcome) {
        this.outcome = outcome;
    }

    static String of(Outcome outcome) {
        return new OutcomeTable(outcome).write();
    }

    private String write() {
        line(COLUMNS, "cache", "answered by", "reads", "share", "p50", "p99", "max");
        rows(outcome.without());
        rows(outcome.with());
        rows(outcome.again());
        summary();
        return text.toString();
    }

    private void rows(Run run) {
        List<String> places = new ArrayList<>(outcome.tiers());
        places.add(Reports.DATABASE);
        for (String place : places) {
            long[] latencies = run.latencies(place);
            if (latencies.length > 0) {
                double share = (double) latencies.length / run.reads().size();
                line(
                        COLUMNS,
                        run.name(),
                        place,
                        latencies.length,
                        percent(share),
                        p(latencies, 50),
                        p(latencies, 99),
                        duration(latencies[latencies.length - 1]));
            }
        }
    }

    private void summary() {
        CacheStats stats = outcome.stats();
        Run without = outcome.without();
        Run with = outcome.with();
        line(
                "%nhit ratio     %s of the reads with the cache; %d queries instead of %d%n",
                percent(stats.requests().hitRatio()),
                stats.loads().successes(),
                without.reads().size());
        line(
                "whole load    %s without, %s with the cache (%s), %s once it is warm (%s)%n",
                duration(without.nanos()),
                duration(with.nanos()),
                times(without.nanos(), with.nanos()),
                duration(outcome.again().nanos()),
                times(without.nanos(), outcome.again().nanos()));
        long slow = percentile(without.latencies(), 50);
        long fast = percentile(with.latencies(), 50);
        line("median read   %s without, %s with the cache (%s)%n", duration(slow), duration(fast), times(slow, fast));
        line("answers       %d differ from those without the cache%n", outcome.differences());
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }

    private static String p(long[] sorted, int percent) {
        return duration(percentile(sorted, percent));
    }

    /** Returns the smallest value that at least so many of the values do not exceed. */
    static long percentile(long[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1];
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String times(long before, long after) {
        double factor = (double) before / Math.max(1, after);
        return String.format(Locale.ROOT, factor < 100 ? "%.1f times as fast" : "%,.0f times as fast", factor);
    }

    static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
