package dev.terrace.cache.policy;

import java.time.Duration;

/**
 * The queue of {@link WriteStrategy#WRITE_BEHIND}; one for all regions of a manager.
 *
 * @param capacity how many keys may wait; when it is full the caller writes itself
 * @param batch how many keys go out at once, 1 to 10,000
 * @param retryFrom the pause after the first failed flush; it doubles with each further failure
 * @param retryUpTo the longest pause between flushes that fail
 * @param flushOnClose how long {@code close} works on what is left
 * @param isVolatile true to work without a journal: what is queued is lost when the process dies
 */
public record WriteBehind(
        int capacity, int batch, Duration retryFrom, Duration retryUpTo, Duration flushOnClose, boolean isVolatile) {

    /** 10,000 keys, 128 at once, pauses of 100 ms to 1 s, 10 s on close, with a journal. */
    public static final WriteBehind DEFAULT =
            new WriteBehind(10_000, 128, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(10), false);

    /** Checks the values. */
    public WriteBehind {
        if (capacity < 1 || capacity > 10_000_000) {
            throw new IllegalArgumentException("capacity of the write-behind queue must be 1 to 10000000 but was "
                    + capacity + "; pass as many keys as may wait");
        }
        if (batch < 1 || batch > 10_000) {
            throw new IllegalArgumentException("batch of the write-behind queue must be 1 to 10000 but was " + batch
                    + "; pass as many keys as go out at once");
        }
        Durations.positive("retryFrom", retryFrom);
        Durations.positive("retryUpTo", retryUpTo);
        Durations.zeroOrMore("flushOnClose", flushOnClose);
    }

    /** Returns a copy for so many waiting keys. */
    public WriteBehind capacity(int keys) {
        return new WriteBehind(keys, batch, retryFrom, retryUpTo, flushOnClose, isVolatile);
    }

    /** Returns a copy that sends so many keys at once. */
    public WriteBehind batch(int keys) {
        return new WriteBehind(capacity, keys, retryFrom, retryUpTo, flushOnClose, isVolatile);
    }

    /** Returns a copy that works so long on close. */
    public WriteBehind flushOnClose(Duration limit) {
        return new WriteBehind(capacity, batch, retryFrom, retryUpTo, limit, isVolatile);
    }

    /** Returns a copy that works without a journal. */
    public WriteBehind volatileQueue() {
        return new WriteBehind(capacity, batch, retryFrom, retryUpTo, flushOnClose, true);
    }
}
