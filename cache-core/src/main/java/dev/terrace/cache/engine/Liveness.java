package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;

/**
 * Judges what a tier holds: whether it may be served, or stand in, or counts as gone. Which barriers hide it is for
 * the note to say, which was taken before the tier was asked: one that was active then may be swept and retired by
 * now, and yet what the tier answered lay under it.
 */
final class Liveness {

    /** How good an entry is; see {@link dev.terrace.cache.Explanation.State}. */
    enum State {
        FRESH,
        STALE,
        SUSPECT,
        EXPIRED,
        HIDDEN
    }

    private final Epochs epochs;
    private final long idleMillis;

    Liveness(Epochs epochs, long idleMillis) {
        this.epochs = epochs;
        this.idleMillis = idleMillis;
    }

    /** Judges an entry in memory. */
    State of(TierKey key, MemoryEntry<?> entry, Note note, Instants now) {
        if (note.hides(key, entry)) {
            return State.HIDDEN;
        }
        if (entry.isDead(now.millis())) {
            return State.EXPIRED;
        }
        if (epochs.isSuspect(entry.epoch(), now.nanos(), now.millis())) {
            return State.SUSPECT;
        }
        return entry.isFresh(now.millis()) ? State.FRESH : State.STALE;
    }

    /**
     * Judges an entry of a lower tier by its header.
     *
     * @param isLocal false for a shared tier, whose entries are never suspect
     */
    State of(TierKey key, Entry entry, boolean isLocal, Note note, Instants now) {
        if (note.hides(key, entry)) {
            return State.HIDDEN;
        }
        long shared = now.millis() + epochs.clockOffset();
        if (entry.isTombstone() || shared >= entry.staleUntil() || isIdle(entry, shared)) {
            return State.EXPIRED;
        }
        if (isLocal && epochs.isSuspect(entry.epoch(), now.nanos(), now.millis())) {
            return State.SUSPECT;
        }
        return shared < entry.expiresAt() ? State.FRESH : State.STALE;
    }

    /** Below memory reads leave no trace, so idleness is counted from the write: never too long. */
    private boolean isIdle(Entry entry, long now) {
        return idleMillis != 0 && now - entry.createdAt() >= idleMillis;
    }

    /**
     * One moment on both clocks.
     *
     * @param millis wall clock
     * @param nanos the clock that never goes back
     */
    record Instants(long millis, long nanos) {}
}
