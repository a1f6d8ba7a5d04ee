package dev.terrace.cache.benchmarks.warming;

import dev.terrace.cache.benchmarks.warming.Replay.Result;
import dev.terrace.cache.benchmarks.warming.Replay.Start;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Hit ratios after a restart as a table and a chart, for traces generated from a seed and for those in files. */
public final class WarmingReportPage {

    private static final long SEED = 42;
    private static final double[] SHARES = {0.01, 0.05, 0.20};
    private static final int STEPS = 10;
    private static final double STEP = 0.01;
    private static final int PER_MARK = 4;

    private WarmingReportPage() {}

    /**
     * Prints it.
     *
     * @param files traces, one number a line, gzip if their names end in {@code .gz}
     * @throws IOException if a file cannot be read
     */
    public static void print(PrintStream out, List<String> files) throws IOException {
        print(out, files, List.of(Trace.zipf(SEED), Trace.shift(SEED), Trace.daily(SEED), Trace.random(SEED)));
    }

    static void print(PrintStream out, List<String> files, List<Trace> generated) throws IOException {
        List<Trace> traces = new ArrayList<>(generated);
        for (String file : files) {
            traces.add(Trace.of(Path.of(file)));
        }
        out.println("| trace | start | first 1 % | first 5 % | first 20 % | warmed | accuracy |");
        out.println("|---|---|---|---|---|---|---|");
        List<Map<Start, Result>> all = new ArrayList<>();
        for (Trace trace : traces) {
            Map<Start, Result> results = new EnumMap<>(Start.class);
            for (Start start : Start.values()) {
                Result result = Replay.of(trace, start);
                results.put(start, result);
                out.println(row(start, result));
            }
            all.add(results);
        }
        out.println();
        out.println("```");
        all.forEach(results -> chart(out, results));
        out.println("```");
    }

    private static String row(Start start, Result result) {
        StringBuilder row = new StringBuilder("| " + result.trace().name() + " | " + name(start) + " |");
        for (double share : SHARES) {
            row.append(String.format(Locale.ROOT, " %.1f |", result.hitRatio(share)));
        }
        return row
                + (result.report() == null
                        ? " | |"
                        : String.format(
                                Locale.ROOT,
                                " %d | %.0f %% |",
                                result.report().counts().loaded(),
                                100 * useful(result)));
    }

    /** Returns the share of the warmed keys that were read until the end of the trace. */
    static double useful(Result result) {
        return result.worth().warmed() == 0
                ? 0
                : (double) result.worth().useful() / result.worth().warmed();
    }

    private static String name(Start start) {
        return switch (start) {
            case STEADY -> "no restart";
            case COLD -> "cold";
            case TIER -> "lower tier";
            case HEAT -> "warmed, frequency only";
            case WARM -> "warmed";
        };
    }

    /** One line for each of the first per cents of the reads after the restart: no restart, warmed, cold. */
    private static void chart(PrintStream out, Map<Start, Result> results) {
        for (Start start : List.of(Start.STEADY, Start.WARM, Start.COLD)) {
            Result result = results.get(start);
            if (result == null) {
                continue;
            }
            out.printf(
                    Locale.ROOT,
                    "%s, %s: hit ratio of each of the first %d per cent%n",
                    result.trace().name(),
                    name(start),
                    STEPS);
            for (int step = 0; step < STEPS; step++) {
                double ratio = ratioOfStep(result, step);
                out.printf(Locale.ROOT, "%3d %% %5.1f %s%n", step + 1, ratio, "#".repeat((int) ratio / PER_MARK));
            }
        }
    }

    private static double ratioOfStep(Result result, int step) {
        int from = (int) (result.trace().after() * step * STEP);
        int to = (int) (result.trace().after() * (step + 1) * STEP);
        return 100.0 * result.hits().get(from, to).cardinality() / Math.max(1, to - from);
    }
}
