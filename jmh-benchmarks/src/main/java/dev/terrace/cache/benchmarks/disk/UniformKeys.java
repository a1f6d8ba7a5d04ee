package dev.terrace.cache.benchmarks.disk;

import java.util.Random;

/** Keys picked evenly, other instances than those that were stored. For one thread. */
final class UniformKeys {

    /** How many calls one invocation makes, so that counting and timing cost next to nothing. */
    static final int BATCH = 1024;

    private static final int PICKS = 1 << 18;
    private static final long SEED = 42;

    private final String[] picks = new String[PICKS];
    private int next;

    UniformKeys(int keys) {
        Random random = new Random(SEED);
        for (int i = 0; i < PICKS; i++) {
            picks[i] = key(random.nextInt(keys));
        }
    }

    /** Returns the n-th key, a new instance each time. */
    static String key(int n) {
        return "user:" + n;
    }

    /** Returns where the next {@link #BATCH} keys begin. */
    int nextBatch() {
        next = (next + BATCH) & (PICKS - 1);
        return next;
    }

    String at(int at) {
        return picks[at & (PICKS - 1)];
    }
}
