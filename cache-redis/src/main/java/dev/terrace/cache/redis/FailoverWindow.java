package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The keys that this node wrote a short while ago. A server that takes over may lack these writes, although the one
 * before acknowledged them, so they are taken back then. Bounded: what does not fit makes it {@linkplain #overflowed
 * incomplete} for as long as the window lasts. Safe for use by many threads.
 */
final class FailoverWindow {

    static final int CAPACITY = 100_000;

    private final TimeSource time;
    private final long windowNanos;
    private final Deque<Write> writes = new ArrayDeque<>();
    private long overflowedAt;
    private boolean hasOverflowed;

    private record Write(TierKey key, long nanos) {}

    FailoverWindow(TimeSource time, Duration window) {
        this.time = time;
        this.windowNanos = window.toNanos();
    }

    /** A key was written or removed. */
    void wrote(TierKey key) {
        if (windowNanos == 0) {
            return;
        }
        long now = time.nanos();
        synchronized (this) {
            forgetOld(now);
            if (writes.size() == CAPACITY) {
                writes.removeFirst();
                hasOverflowed = true;
                overflowedAt = now;
            }
            writes.addLast(new Write(key, now));
        }
    }

    private void forgetOld(long now) {
        while (!writes.isEmpty() && now - writes.getFirst().nanos() > windowNanos) {
            writes.removeFirst();
        }
    }

    /** Returns the keys that were written within the window. */
    synchronized Set<TierKey> keys() {
        forgetOld(time.nanos());
        Set<TierKey> keys = new LinkedHashSet<>();
        writes.forEach(write -> keys.add(write.key()));
        return keys;
    }

    /** Returns true if more keys were written within the window than it holds. */
    synchronized boolean overflowed() {
        return hasOverflowed && time.nanos() - overflowedAt <= windowNanos;
    }
}
