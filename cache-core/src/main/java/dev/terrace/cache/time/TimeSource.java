package dev.terrace.cache.time;

import java.time.Duration;

/** A clock and a timer. Implementations are safe for use by many threads. */
public interface TimeSource {

    /** Returns the wall-clock time in milliseconds since 1970-01-01T00:00Z; may jump when the clock is set. */
    long millis();

    /** How far {@link #recentMillis} may lie behind, unless the whole process was stopped. */
    long LONGEST_LAG_MILLIS = 1000;

    /**
     * Returns what {@link #millis} returned up to {@link #LONGEST_LAG_MILLIS} ago, which may cost much less.
     * After the process was stopped (a signal, a machine asleep) it may lie further behind for a moment.
     */
    default long recentMillis() {
        return millis();
    }

    /** Returns a reading of a clock that never goes back, in nanoseconds from an arbitrary origin. */
    long nanos();

    /**
     * Runs a task once after a delay, on a thread of this source. The task must be short and must not
     * block: hand longer work to an executor.
     *
     * @param delay how long to wait, zero or more
     * @param task what to run; what it throws is logged
     * @return a handle that cancels the task while it has not started
     */
    Scheduled after(Duration delay, Runnable task);

    /** A task that waits for its time. */
    @FunctionalInterface
    interface Scheduled {

        /** Cancels the task; does nothing once it has started. */
        void cancel();
    }
}
