package dev.terrace.cache.benchmarks;

import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a thread looks up: keys picked by Zipf 0.99, other instances than those that were stored. */
@State(Scope.Thread)
public class ZipfKeys {

    /** How many different keys there are. */
    public static final int KEYS = 100_000;

    /** How many look-ups one invocation makes, so that counting and timing cost next to nothing. */
    public static final int BATCH = 1024;

    private static final double EXPONENT = 0.99;
    private static final int PICKS = 1 << 18;
    private static final long SEED = 42;

    private final String[] picks = new String[PICKS];
    private final String[] others = new String[PICKS];
    private int next;

    /** Picks the keys. */
    public ZipfKeys() {
        double[] upTo = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += Math.pow(i + 1.0, -EXPONENT);
            upTo[i] = sum;
        }
        String[] present = new String[KEYS];
        String[] absent = new String[KEYS];
        Arrays.setAll(present, ZipfKeys::key);
        Arrays.setAll(absent, i -> "none:" + i);
        Random random = new Random(SEED);
        for (int i = 0; i < PICKS; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            int pick = Math.min(found < 0 ? -found - 1 : found, KEYS - 1);
            picks[i] = present[pick];
            others[i] = absent[pick];
        }
        next = random.nextInt(PICKS);
    }

    /**
     * Returns the n-th key, a new instance each time.
     *
     * @param n from 0
     */
    public static String key(int n) {
        return "user:" + n;
    }

    /** Returns where the next {@link #BATCH} keys begin. */
    public int nextBatch() {
        next = (next + BATCH) & (PICKS - 1);
        return next;
    }

    /**
     * Returns a key that was stored.
     *
     * @param at where {@link #nextBatch} said, and on from there
     */
    public String present(int at) {
        return picks[at & (PICKS - 1)];
    }

    /** Returns a key that was not stored. */
    String absent(int at) {
        return others[at & (PICKS - 1)];
    }
}
