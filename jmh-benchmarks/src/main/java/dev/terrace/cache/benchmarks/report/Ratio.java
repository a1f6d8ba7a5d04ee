package dev.terrace.cache.benchmarks.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure, or one figure divided by another, with its spread.
 *
 * @param median of the iterations; of a quotient, the one of the medians
 * @param low the smallest that any iteration gives; of a quotient, any pair of iterations
 * @param high the largest
 * @param samples how many iterations there were; of a quotient, the smaller number
 */
record Ratio(double median, double low, double high, int samples) {

    /** A spread of fewer means nothing. */
    private static final int ENOUGH = 3;

    /** Returns a figure by itself. */
    static Ratio of(double[] samples) {
        double[] sorted = sorted(samples);
        return new Ratio(median(sorted), sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /** Returns one figure divided by another; the spread is that of the worst pair, which no luck can beat. */
    static Ratio of(double[] samples, double[] yardstick) {
        Ratio above = of(samples);
        Ratio below = of(yardstick);
        return new Ratio(
                above.median / below.median,
                above.low / below.high,
                above.high / below.low,
                Math.min(above.samples, below.samples));
    }

    private static double[] sorted(double[] samples) {
        if (samples.length == 0) {
            throw new IllegalArgumentException("samples must not be empty; ask whether the figure was measured first");
        }
        double[] sorted = samples.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** Holds it against a bar; where the bar lies within the spread nothing is said. */
    Verdict against(double least, double most) {
        if (samples < ENOUGH) {
            return Verdict.TOO_FEW;
        }
        if ((Double.isNaN(most) || high <= most) && (Double.isNaN(least) || low >= least)) {
            return Verdict.MET;
        }
        return low > most || high < least ? Verdict.MISSED : Verdict.OPEN;
    }

    String spread() {
        return number(low) + " to " + number(high);
    }

    @Override
    public String toString() {
        return number(median);
    }

    /** Returns three digits that mean something. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(
                Locale.ROOT,
                size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 0.1 || size == 0 ? "%.2f" : "%.4f",
                value);
    }
}
