package dev.terrace.cache.demo.load;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Picks numbers of which few are asked for often and many seldom, as keys of real caches are: the n-th most popular has the
 * weight n to the power of minus the exponent. Safe for use by many threads.
 */
final class Zipf {

    private final double[] upTo;

    /** Makes a picker of 0 to {@code size - 1}. */
    Zipf(int size, double exponent) {
        upTo = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            upTo[i] = sum;
        }
    }

    int pick(RandomGenerator random) {
        double weight = random.nextDouble() * upTo[upTo.length - 1];
        int found = Arrays.binarySearch(upTo, weight);
        return Math.min(found < 0 ? -found - 1 : found + 1, upTo.length - 1);
    }
}
