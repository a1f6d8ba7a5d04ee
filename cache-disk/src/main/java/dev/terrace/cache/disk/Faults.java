package dev.terrace.cache.disk;

import java.util.concurrent.atomic.AtomicLong;

/** Counts what goes wrong in a map file, and says when it is too much. Any thread. */
final class Faults {

    static final int TOO_MANY = 5;
    static final long WINDOW_NANOS = 60_000_000_000L;

    private final AtomicLong total = new AtomicLong();
    private long windowStart;
    private int inWindow;

    /** Counts one fault and returns whether there were too many of late. */
    synchronized boolean add(long nowNanos) {
        total.incrementAndGet();
        if (inWindow == 0 || nowNanos - windowStart > WINDOW_NANOS) {
            windowStart = nowNanos;
            inWindow = 0;
        }
        return ++inWindow >= TOO_MANY;
    }

    /** Begins anew, for a new file; the total stays. */
    synchronized void reset() {
        inWindow = 0;
    }

    long total() {
        return total.get();
    }
}
