package dev.terrace.cache.time;

import java.time.Duration;

/**
 * A clock that costs one volatile read: a field that a timer sets ten times a second for as long as
 * somebody reads it. If nobody has between two ticks it falls asleep, and the next reader wakes it, so
 * an idle process is left alone.
 *
 * <p>The lock guards waking, ticking and closing against each other; a reader takes it only to wake.
 */
final class RecentMillis {

    static final Duration TICK = Duration.ofMillis(TimeSource.LONGEST_LAG_MILLIS / 10);

    private static final long ASLEEP = Long.MIN_VALUE;

    private final TimeSource time;
    private volatile long recent = ASLEEP;
    private boolean isClosed;

    /** Written by readers, plainly: if a write is lost the clock naps too early, no more. */
    private boolean isAsked;

    RecentMillis(TimeSource time) {
        this.time = time;
    }

    long get() {
        long millis = recent;
        if (millis == ASLEEP) {
            return wake();
        }
        if (!isAsked) {
            isAsked = true;
        }
        return millis;
    }

    private synchronized long wake() {
        long now = time.millis();
        if (recent == ASLEEP && !isClosed) {
            recent = now;
            time.after(TICK, this::tick);
        }
        return now;
    }

    private synchronized void tick() {
        if (!isAsked || isClosed) {
            recent = ASLEEP;
            return;
        }
        isAsked = false;
        recent = time.millis();
        time.after(TICK, this::tick);
    }

    /** From now on every read is exact. */
    synchronized void close() {
        isClosed = true;
        recent = ASLEEP;
    }
}
