package dev.terrace.cache.demo;

import java.util.Arrays;
import java.util.Random;

/**
 * Picks numbers of which few are asked for often and many seldom, as keys of real caches are: the n-th
 * most popular has the weight n to the power of minus {@link #EXPONENT}.
 */
final class Zipf {

    static final double EXPONENT = 0.99;

    private final double[] upTo;

    /** Makes a picker of 0 to {@code size - 1}. */
    Zipf(int size) {
        upTo = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(i + 1.0, -EXPONENT);
            upTo[i] = sum;
        }
    }

    /** Returns as many picks as are asked for; the same seed gives the same. */
    int[] picks(int count, long seed) {
        Random random = new Random(seed);
        int[] picks = new int[count];
        Arrays.setAll(picks, i -> pick(random.nextDouble() * upTo[upTo.length - 1]));
        return picks;
    }

    private int pick(double weight) {
        int found = Arrays.binarySearch(upTo, weight);
        return Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1);
    }
}
