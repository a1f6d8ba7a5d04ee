package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;

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

    InstallGate(Fences fences, RegionBarriers barriers, Positions positions, Epochs epochs) {
        this.fences = fences;
        this.barriers = barriers;
        this.positions = positions;
        this.epochs = epochs;
    }

    /** Notes where history stands; to be called before the read or load begins. */
    Note note(int keyHash) {
        long fence = fence(keyHash);
        long epoch = epochs.current();
        return new Note(fence, positions.current(), epoch);
    }

    private long fence(int keyHash) {
        return fences.read(keyHash) + barriers.raised();
    }

    /** Returns true if nothing was written, removed, invalidated or lost since the note, as far as this key goes. */
    boolean isUnmoved(int keyHash, Note note) {
        return note.fence() == fence(keyHash) && note.epoch() == epochs.current();
    }

    /**
     * Returns the gate for a value whose read began at the note.
     *
     * @param seenTag the tag of the entry that the value may replace; any other live entry is newer and stays
     */
    Gate since(int keyHash, Note note, long seenTag) {
        return presentTag -> (presentTag == Gate.ABSENT || presentTag == seenTag) && isUnmoved(keyHash, note);
    }
}
