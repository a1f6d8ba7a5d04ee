package dev.terrace.cache.benchmarks.redis;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures contenders in turns, block by block, in one JVM and against one server: what disturbs the machine for longer
 * than a block disturbs all of them, which JVMs of their own, one after the other, cannot give. A round trip spends most of
 * its time in the kernel and the server, so the ratios are of time by the clock on the wall; the processor time of the
 * calling thread stands beside it.
 */
final class SideBySide {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARMUPS = 30;
    private static final int ROUNDS = 60;
    private static final double NANOS_PER_MICRO = 1000;
    private static final String ROW = "%-22s %-38s %8s %8s %7s %13s %9s%n";

    private SideBySide() {}

    /** So many operations, one after the other. */
    @FunctionalInterface
    interface Block {
        void run(int operations);
    }

    /**
     * Something to be measured.
     *
     * @param name for the table
     * @param promised the ratio that it may have, for the table; empty if nothing is promised
     */
    record Contender(String name, String promised, Block block) {}

    private record Cost(double wall, double cpu) {}

    static void printHead() {
        System.out.printf(
                Locale.ROOT, ROW, "question", "contender", "wall us", "cpu us", "ratio", "quartiles", "promised");
    }

    /**
     * Measures and prints one row for each contender.
     *
     * @param operations of one block
     * @param contenders the first is the yardstick
     */
    static void print(String question, int operations, List<Contender> contenders) {
        for (int i = 0; i < WARMUPS; i++) {
            round(operations, contenders, i);
        }
        Cost[][] costs = new Cost[ROUNDS][];
        for (int i = 0; i < ROUNDS; i++) {
            costs[i] = round(operations, contenders, i);
        }
        for (int i = 0; i < contenders.size(); i++) {
            print(question, contenders.get(i), i, costs);
        }
    }

    /** Begins with another contender each time, so that none profits from its place. */
    private static Cost[] round(int operations, List<Contender> contenders, int first) {
        Cost[] costs = new Cost[contenders.size()];
        for (int i = 0; i < costs.length; i++) {
            int at = (first + i) % costs.length;
            long cpu = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            contenders.get(at).block().run(operations);
            long wall = System.nanoTime() - start;
            costs[at] = new Cost(
                    wall / NANOS_PER_MICRO / operations,
                    (THREADS.getCurrentThreadCpuTime() - cpu) / NANOS_PER_MICRO / operations);
        }
        return costs;
    }

    private static void print(String question, Contender contender, int at, Cost[][] costs) {
        double[] ratios = Arrays.stream(costs)
                .mapToDouble(round -> round[at].wall() / round[0].wall())
                .sorted()
                .toArray();
        double[] wall = Arrays.stream(costs)
                .mapToDouble(round -> round[at].wall())
                .sorted()
                .toArray();
        double[] cpu = Arrays.stream(costs)
                .mapToDouble(round -> round[at].cpu())
                .sorted()
                .toArray();
        System.out.printf(
                Locale.ROOT,
                ROW,
                question,
                contender.name(),
                number("%.1f", wall[ROUNDS / 2]),
                number("%.1f", cpu[ROUNDS / 2]),
                number("%.2f", ratios[ROUNDS / 2]),
                number("%.2f", ratios[ROUNDS / 4]) + ".." + number("%.2f", ratios[3 * ROUNDS / 4]),
                contender.promised());
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
