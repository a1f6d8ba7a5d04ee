package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;

/**
 * The one gate of a region. Every value that was read from a lower tier, loaded, refreshed, demoted or
 * copied enters a tier through {@link #since}; a caller's own write enters through {@link
 * PendingWrites}.
 */
final class InstallGate {

    private final Fences fences;
    private final RegionBarriers barriers;
    private final Positions positions;
    private final Epochs epochs;
    private final PendingWrites pending;

    InstallGate(Ground ground, RegionBarriers barriers) {
        this.fences = ground.fences();
        this.barriers = barriers;
        this.positions = ground.positions();
        this.epochs = ground.epochs();
        this.pending = ground.pending();
    }

    /** Notes where history stands; to be called before the read or load begins. */
    Note note(TierKey key) {
        long fence = fence(key);
        long epoch = epochs.current();
        return new Note(fence, positions.current(), epoch, barriers.active());
    }

    /** Returns the key's part of a note, the first to be taken. */
    long fence(TierKey key) {
        return fences.read(key.hashCode()) + barriers.raised();
    }

    /** Returns the local position. */
    long position() {
        return positions.current();
    }

    /** Returns the epoch. */
    long epoch() {
        return epochs.current();
    }

    /** Returns true if nothing was written, removed, invalidated or lost since the note, as far as this key goes. */
    boolean isUnmoved(TierKey key, Note note) {
        return note.fence() == fence(key) && note.epoch() == epochs.current();
    }

    /**
     * Returns the gate for a value whose read began at the note. It is closed while a write of the key is on
     * its way through the tiers of this process, and while the key is dropped from them: a read that began in the
     * middle may have seen either value, and the fence moves only when the change ends.
     *
     * @param seenTag the tag of the entry that the value may replace; any other live entry is newer and stays
     */
    Gate since(TierKey key, Note note, long seenTag) {
        return presentTag -> (presentTag == Gate.ABSENT || presentTag == seenTag)
                && !pending.isPassing(key)
                && !fences.isDropping(key.hashCode())
                && isUnmoved(key, note);
    }
}
