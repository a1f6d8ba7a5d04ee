package dev.terrace.cache.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The checks of durations, in one place: every message names the argument, its value and the fix. */
public final class Durations {

    /** The longest duration that any setting takes: 100 years of 365 days. */
    public static final Duration LONGEST = Duration.ofDays(36_500);

    private Durations() {}

    /**
     * Returns the duration if it is greater than zero and at most {@link #LONGEST}.
     *
     * @throws IllegalArgumentException otherwise, also for null
     */
    public static Duration positive(String name, @Nullable Duration value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null; pass a Duration greater than zero");
        }
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(
                    name + " must be positive but was " + value + "; pass a Duration greater than zero");
        }
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new IllegalArgumentException(
                    name + " must be at least a millisecond but was " + value + "; pass Duration.ofMillis(1) or more");
        }
        return bounded(name, value);
    }

    /** Returns the duration if it is zero or more and at most {@link #LONGEST}. */
    public static Duration zeroOrMore(String name, @Nullable Duration value) {
        if (value == null || value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be "
                    + (value == null ? "null" : "negative but was " + value) + "; pass Duration.ZERO or more");
        }
        return bounded(name, value);
    }

    private static Duration bounded(String name, Duration value) {
        if (value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(name + " must be at most " + LONGEST + " (100 years) but was " + value
                    + "; leave it out for no limit");
        }
        return value;
    }
}
