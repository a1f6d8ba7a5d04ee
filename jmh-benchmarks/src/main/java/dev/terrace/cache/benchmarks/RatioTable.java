package dev.terrace.cache.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Terrace beside the raw libraries, as one table of ratios. Every round runs all contenders once, each
 * in a JVM of its own, and yields one ratio of processor times; the median over the rounds counts, so
 * that a disturbed round spoils nothing.
 */
public final class RatioTable {

    private static final String ROW = "%-26s %-44s %9s %9s %8s %7s %13s %8s%n";

    private RatioTable() {}

    /**
     * A promise about one benchmark class.
     *
     * @param name for the table
     * @param benchmark its methods are the contenders
     * @param yardstick the contender that the others are divided by
     * @param threads that call at once
     * @param most the ratio that Terrace may have
     */
    public record Question(String name, Class<?> benchmark, String yardstick, int threads, String most) {}

    /**
     * Measures and prints one row for each contender of each question.
     *
     * @param questions in the order of the table
     * @param rounds at least 1
     * @throws RunnerException if a benchmark fails
     */
    public static void print(List<Question> questions, int rounds) throws RunnerException {
        System.out.printf(Locale.ROOT, "Medians of %d rounds, smallest and largest ratio%n", rounds);
        printLoad("start");
        System.out.printf(
                "%n" + ROW, "question", "contender", "cpu ns", "wall ns", "B/op", "ratio", "min..max", "promised");
        for (Question question : questions) {
            List<Contender.Round> costs = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                costs.add(Contender.run(question.benchmark(), question.threads()));
            }
            costs.get(0).contenders().forEach(contender -> print(question, contender, costs));
        }
    }

    /**
     * Prints how busy the machine is.
     *
     * @param when for the text
     */
    public static void printLoad(String when) {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        System.out.printf(Locale.ROOT, "load average %.1f at the %s%n", load, when);
    }

    private static void print(Question question, String contender, List<Contender.Round> rounds) {
        double[] ratios = sorted(
                rounds,
                round -> round.of(contender).cpuNanos()
                        / round.of(question.yardstick()).cpuNanos());
        System.out.printf(
                ROW,
                question.name(),
                contender,
                number(
                        "%.1f",
                        median(sorted(rounds, round -> round.of(contender).cpuNanos()))),
                number(
                        "%.1f",
                        median(sorted(rounds, round -> round.of(contender).wallNanos()))),
                number(
                        "%.1f",
                        median(sorted(rounds, round -> round.of(contender).bytes()))),
                number("%.2f", median(ratios)),
                number("%.2f", ratios[0]) + ".." + number("%.2f", ratios[ratios.length - 1]),
                contender.equals("terrace") ? question.most() : "");
    }

    private static double[] sorted(List<Contender.Round> rounds, ToDoubleFunction<Contender.Round> figure) {
        return rounds.stream().mapToDouble(figure).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
