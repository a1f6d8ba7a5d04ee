package dev.terrace.cache.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs benchmarks one after the other and says how long it will still take. */
final class Bench {

    /** Guessed for the start of a JVM and for filling what is read. */
    private static final double SECONDS_BESIDE = 2.5;

    private final Wanted.Depth depth;
    private final PrintStream progress;
    private final List<RunResult> results = new ArrayList<>();
    private final Map<String, String> failures = new LinkedHashMap<>();

    Bench(Wanted.Depth depth, PrintStream progress) {
        this.depth = depth;
        this.progress = progress;
    }

    /** Runs the cases; one that fails is noted, and the others go on. After each the JSON holds what there is. */
    void run(List<Case> cases, Path json) throws IOException {
        long start = System.nanoTime();
        double all = cases.stream().mapToDouble(this::guess).sum();
        double done = 0;
        for (int i = 0; i < cases.size(); i++) {
            Case next = cases.get(i);
            double spent = (System.nanoTime() - start) / 1e9;
            double left = done == 0 ? all : spent * (all - done) / done;
            progress.printf(
                    Locale.ROOT, "[%d/%d] %-48s about %s left%n", i + 1, cases.size(), next.label(), minutes(left));
            run(next);
            done += guess(next);
            write(json);
        }
        progress.printf(Locale.ROOT, "done in %s%n", minutes((System.nanoTime() - start) / 1e9));
    }

    private double guess(Case next) {
        double once = next.mode() == Mode.SingleShotTime ? depth.forks() * 5 : depth.seconds();
        return once + depth.forks() * SECONDS_BESIDE;
    }

    private static String minutes(double seconds) {
        long whole = Math.round(seconds);
        return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    private void run(Case next) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(next.name()) + "$")
                .mode(next.mode())
                .threads(next.threads())
                .forks(depth.forks())
                .jvmArgsAppend(JvmFlags.missing())
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
        // A single shot says itself how often it must be repeated.
        if (next.mode() != Mode.SingleShotTime) {
            options.warmupIterations(depth.warmups())
                    .warmupTime(TimeValue.milliseconds(depth.millis()))
                    .measurementIterations(depth.measurements())
                    .measurementTime(TimeValue.milliseconds(depth.millis()));
        } else if (depth.equals(Wanted.Depth.SMOKE)) {
            options.warmupIterations(0).measurementIterations(1);
        }
        next.params().forEach(options::param);
        try {
            results.addAll(new Runner(options.build()).run());
        } catch (RunnerException e) {
            String reason = reason(e);
            failures.put(next.label(), reason);
            progress.println("    failed: " + reason);
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        for (Throwable hidden : cause.getSuppressed()) {
            return reason(hidden);
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    private void write(Path json) throws IOException {
        try (PrintStream out = new PrintStream(json.toFile(), StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
    }

    /** Returns what failed and why, by the label of the case. */
    Map<String, String> failures() {
        return failures;
    }
}
