package dev.terrace.cache.engine;

import dev.terrace.cache.tier.StateStore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The counter that orders writes and barriers of this node. It is reserved on disk in blocks ahead of
 * its use, so that no position is used twice, not even after a kill.
 */
final class Positions {

    private static final String BLOB = "positions";
    private static final long BLOCK = 1 << 20;

    /** More than another process uses while this one waits for its state. */
    private static final long LEAP = 1L << 40;

    private final AtomicLong last;
    private final @Nullable StateStore store;
    private volatile long reserved;

    Positions(@Nullable StateStore store) {
        this.store = store;
        long start = store == null ? 0 : Blobs.readLong(store, BLOB, 0) + (store.isForeign() ? LEAP : 0);
        this.last = new AtomicLong(start);
        this.reserved = store == null ? Long.MAX_VALUE : start;
    }

    /** Returns the position of the latest write or barrier. */
    long current() {
        return last.get();
    }

    /** Goes on behind a position of an earlier run. */
    void passBy(long position) {
        last.accumulateAndGet(position, Math::max);
    }

    /** Returns a position that nobody had before. */
    long next() {
        long position = last.incrementAndGet();
        if (position > reserved) {
            reserve(position);
        }
        return position;
    }

    /**
     * Holds its lock across a small write to disk, once in a million positions: nobody may pass before it is safe.
     * If it fails, the next position tries again.
     */
    private synchronized void reserve(long position) {
        if (store != null && position > reserved) {
            long bound = position + BLOCK;
            reserved = Blobs.writeLong(store, BLOB, bound) ? bound : reserved;
        }
    }
}
