package dev.terrace.cache.benchmarks;

import dev.terrace.cache.benchmarks.disk.DiskReport;
import dev.terrace.cache.benchmarks.disk.Soak;
import dev.terrace.cache.benchmarks.hitratio.HitRatios;
import dev.terrace.cache.benchmarks.redis.RedisReport;
import dev.terrace.cache.benchmarks.report.JvmFlags;
import dev.terrace.cache.benchmarks.report.Report;
import dev.terrace.cache.benchmarks.warming.SqlWarming;
import dev.terrace.cache.benchmarks.warming.WarmingReportPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The program behind {@code ./terrace bench}: a report of ours, or whatever JMH is asked for. */
public final class Main {

    private static final int USUAL_ROUNDS = 5;

    private Main() {}

    /**
     * Runs a report if the first argument names one ({@code core}, {@code disk}, {@code hits}, {@code redis}, {@code
     * soak}, {@code warming}, {@code warming-sql}), the performance report if there is none or it begins with {@code
     * --}, else JMH.
     *
     * @param arguments for the report or for JMH
     * @throws Exception if the benchmarks fail
     */
    public static void main(String[] arguments) throws Exception {
        String first = arguments.length > 0 ? arguments[0] : "";
        switch (first) {
            case "core" -> CoreReport.print(arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_ROUNDS);
            case "disk" -> DiskReport.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "hits" -> HitRatios.print(System.out, List.of(arguments).subList(1, arguments.length));
            case "redis" -> RedisReport.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "soak" -> Soak.print(Arrays.copyOfRange(arguments, 1, arguments.length));
            case "warming" ->
                WarmingReportPage.print(System.out, List.of(arguments).subList(1, arguments.length));
            case "warming-sql" -> SqlWarming.print(System.out);
            default -> runOthers(List.of(arguments));
        }
    }

    /** Nothing but long options is the report; all else is for JMH. */
    private static void runOthers(List<String> arguments) throws Exception {
        if (arguments.isEmpty() || arguments.get(0).startsWith("--")) {
            int code = Report.run(arguments, System.out);
            if (code != 0) {
                System.exit(code);
            }
            return;
        }
        List<String> forJmh = new ArrayList<>(arguments);
        for (String flag : JvmFlags.missing()) {
            forJmh.addAll(List.of("-jvmArgsAppend", flag));
        }
        org.openjdk.jmh.Main.main(forJmh.toArray(new String[0]));
    }
}
