package dev.terrace.cache.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs the contenders of one benchmark class once each, in a fresh JVM, and reads what they cost. */
final class Contender {

    private static final int WARMUPS = 3;
    private static final int MEASUREMENTS = 3;

    private Contender() {}

    /**
     * What one operation costs.
     *
     * @param cpuNanos processor time of the calling thread
     * @param wallNanos by the clock on the wall
     * @param bytes of garbage
     */
    record Cost(double cpuNanos, double wallNanos, double bytes) {}

    /**
     * One run of all contenders of a class.
     *
     * @param costs by the name of the contender
     */
    record Round(Map<String, Cost> costs) {

        Set<String> contenders() {
            return costs.keySet();
        }

        Cost of(String contender) {
            return Objects.requireNonNull(costs.get(contender));
        }
    }

    /** Runs each contender of a class. */
    static Round run(Class<?> benchmark, int threads) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("\\." + benchmark.getSimpleName() + "\\.")
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(WARMUPS)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(MEASUREMENTS)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler(GCProfiler.class)
                        .verbosity(VerboseMode.SILENT)
                        .shouldFailOnError(true)
                        .build())
                .run();
        Map<String, Cost> costs = new TreeMap<>();
        for (RunResult result : results) {
            String label = result.getParams().getBenchmark();
            costs.put(label.substring(label.lastIndexOf('.') + 1), cost(result));
        }
        return new Round(costs);
    }

    private static Cost cost(RunResult result) {
        double cpu = 0;
        double operations = 0;
        for (IterationResult iteration : result.getAggregatedResult().getIterationResults()) {
            cpu += counted(iteration, "cpuNanos");
            operations += counted(iteration, "operations");
        }
        Result<?> garbage = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return new Cost(
                cpu / operations,
                result.getPrimaryResult().getScore(),
                garbage == null ? Double.NaN : garbage.getScore());
    }

    private static double counted(IterationResult iteration, String counter) {
        return Objects.requireNonNull(iteration.getSecondaryResults().get(counter))
                .getScore();
    }
}
