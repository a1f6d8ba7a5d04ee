package dev.terrace.cache.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a thread does next: a key by Zipf 0.99, and a number that decides what is done with it. */
@State(Scope.Thread)
public class Traffic {

    private static final double EXPONENT = 0.99;
    private static final int PERCENT = 100;
    private static final AtomicLong SEED = new AtomicLong(7);

    private final SplittableRandom random = new SplittableRandom(SEED.getAndIncrement());
    private String[] keys = new String[0];
    private double[] upTo = new double[0];

    /**
     * Returns a key.
     *
     * @param different how many keys there are; the same number at every call
     */
    public String key(int different) {
        if (keys.length != different) {
            prepare(different);
        }
        double wanted = random.nextDouble() * upTo[different - 1];
        int found = Arrays.binarySearch(upTo, wanted);
        return keys[Math.min(found < 0 ? -found - 1 : found, different - 1)];
    }

    private void prepare(int different) {
        keys = new String[different];
        upTo = new double[different];
        double sum = 0;
        for (int i = 0; i < different; i++) {
            keys[i] = ZipfKeys.key(i);
            sum += Math.pow(i + 1.0, -EXPONENT);
            upTo[i] = sum;
        }
    }

    /** Returns 0 to 99, each as often as any other. */
    public int percent() {
        return random.nextInt(PERCENT);
    }
}
