package dev.terrace.cache.warming;

import java.util.Arrays;
import java.util.Random;

/** Keys picked by Zipf's law, the same ones for the same seed. */
final class Traces {

    private Traces() {}

    /** Returns ranks, 0 the most frequent. */
    static int[] zipf(int keys, double exponent, int reads, Random random) {
        double[] upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1.0, -exponent);
            upTo[i] = sum;
        }
        int[] picks = new int[reads];
        for (int i = 0; i < reads; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            picks[i] = Math.min(found < 0 ? -found - 1 : found, keys - 1);
        }
        return picks;
    }
}
