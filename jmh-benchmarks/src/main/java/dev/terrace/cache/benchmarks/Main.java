package dev.terrace.cache.benchmarks;

import dev.terrace.cache.benchmarks.disk.DiskReport;
import dev.terrace.cache.benchmarks.disk.Soak;
import dev.terrace.cache.benchmarks.redis.RedisReport;
import dev.terrace.cache.benchmarks.warming.WarmingReportPage;
import java.util.Arrays;
import java.util.List;

/** The program behind {@code ./terrace bench}: a report of ours, or whatever JMH is asked for. */
public final class Main {

    private static final int USUAL_ROUNDS = 5;

    private Main() {}

    /**
     * Runs a report if the first argument names one ({@code core}, {@code disk}, {@code redis}, {@code
     * soak}, {@code warming}), else JMH.
     *
     * @param arguments for the report or for JMH
     * @throws Exception if the benchmarks fail
     */
    public static void main(String[] arguments) throws Exception {
        String first = arguments.length > 0 ? arguments[0] : "";
        switch (first) {
            case "core" -> CoreReport.print(arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_ROUNDS);
            case "disk" -> DiskReport.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "redis" -> RedisReport.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "soak" -> Soak.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "warming" ->
                WarmingReportPage.print(System.out, List.of(arguments).subList(1, arguments.length));
            default -> org.openjdk.jmh.Main.main(arguments);
        }
    }
}
