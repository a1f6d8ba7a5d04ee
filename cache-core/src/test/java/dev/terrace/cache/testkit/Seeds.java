package dev.terrace.cache.testkit;

import java.security.SecureRandom;
import java.util.Random;

/**
 * The seed of a random test: a new one each time, printed so that a failure can be played again with {@code
 * -Dseed=<number>}. Immutable.
 */
public final class Seeds {

    private static final String PROPERTY = "seed";

    private final long value;

    private Seeds(long value) {
        this.value = value;
    }

    /**
     * Draws a seed, or takes the one of the system property {@code seed}, and prints it.
     *
     * @param test shown beside it
     * @throws IllegalArgumentException if the property is not a whole number
     */
    public static Seeds draw(String test) {
        String given = System.getProperty(PROPERTY);
        Seeds seed = new Seeds(given == null ? new SecureRandom().nextLong() : parse(given));
        System.out.println(test + ": " + seed);
        return seed;
    }

    private static long parse(String given) {
        try {
            return Long.parseLong(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "seed must be a whole number but was \"" + given + "\"; pass what a failed test printed", e);
        }
    }

    /** Returns the seed itself. */
    public long value() {
        return value;
    }

    /**
     * Returns a generator of its own for one thread of the test.
     *
     * @param stream 0, 1, and so on; the same number gives the same sequence
     */
    public Random random(int stream) {
        return new Random(value + stream * 0x9E3779B97F4A7C15L);
    }

    /** Returns how to repeat the run: {@code -Dseed=...}. */
    @Override
    public String toString() {
        return "-D" + PROPERTY + "=" + value;
    }
}
