package dev.terrace.cache.benchmarks.disk;

import java.util.Random;

/** Keys picked evenly, other instances than those that were stored. For one thread. */
public final class UniformKeys {

    /** How many calls one invocation makes, so that counting and timing cost next to nothing. */
    public static final int BATCH = 1024;

    private static final int PICKS = 1 << 18;
    private static final long SEED = 42;

    private final String[] picks = new String[PICKS];
    private int next;

    /**
     * Picks keys.
     *
     * @param keys how many different ones there are
     */
    public UniformKeys(int keys) {
        Random random = new Random(SEED);
        for (int i = 0; i < PICKS; i++) {
            picks[i] = key(random.nextInt(keys));
        }
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
     * Returns a key.
     *
     * @param at where {@link #nextBatch} said, and on from there
     */
    public String at(int at) {
        return picks[at & (PICKS - 1)];
    }
}
