package dev.terrace.cache.engine;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.StateStore;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The count of moments at which messages of other nodes may have been missed. An entry with an older
 * epoch is suspect. Without a shared tier nothing can be missed and nothing is ever suspect.
 *
 * <p>The epoch is saved before it is used, so none is used twice over restarts.
 */
final class Epochs {

    private static final String BLOB = "epoch";
    private static final int REMEMBERED = 64;

    /** More losses than another process notices while this one waits for its state. */
    private static final long LEAP = 1L << 32;

    private final @Nullable CoherenceChannel channel;
    private final @Nullable StateStore store;
    private volatile long current;
    private volatile long verifiedMillis;

    /** When the entries of past epochs were last known to be right, the latest epochs only. */
    private final NavigableMap<Long, Long> verifiedBefore = new ConcurrentSkipListMap<>();

    Epochs(@Nullable CoherenceChannel channel, @Nullable StateStore store) {
        this.channel = channel;
        this.store = store;
        this.current = store == null ? 0 : Blobs.readLong(store, BLOB, 0) + (store.isForeign() ? LEAP : 0);
        if (channel != null) {
            raise();
        }
    }

    /** Returns the epoch. One volatile read. */
    long current() {
        return current;
    }

    /** Makes every older entry suspect. */
    synchronized void raise() {
        long next = current + 1;
        if (store != null) {
            Blobs.writeLong(store, BLOB, next);
        }
        verifiedBefore.put(current, verifiedMillis);
        if (verifiedBefore.size() > REMEMBERED) {
            verifiedBefore.pollFirstEntry();
        }
        current = next;
    }

    /** Returns true if other nodes can change what this node holds. */
    boolean isCoherent() {
        return channel != null;
    }

    /** Returns true if an entry with this epoch may have been replaced by another node unnoticed. */
    boolean isSuspect(long epoch, long nowNanos, long nowMillis) {
        if (channel == null) {
            return false;
        }
        if (!channel.isCurrent(nowNanos)) {
            return true;
        }
        verifiedMillis = nowMillis;
        return epoch != current;
    }

    /** Returns when entries of this epoch were last known to be right, in local wall-clock time; 0 for unknown. */
    long verifiedMillis(long epoch) {
        return epoch == current ? verifiedMillis : verifiedBefore.getOrDefault(epoch, 0L);
    }

    /** Returns the shared clock minus the local one; 0 without a shared tier. */
    long clockOffset() {
        return channel == null ? 0 : channel.clockOffsetMillis();
    }
}
