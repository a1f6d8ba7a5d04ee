package dev.terrace.cache.tier;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What must survive a kill besides entries: writes that have not reached the shared tier, barriers
 * that are not swept, keys that a tier may still hold wrongly. A tier that can keep one implements
 * this interface. Safe for use by many threads.
 */
public interface Journal {

    /**
     * Records before the call that made the record is acknowledged.
     *
     * @throws RuntimeException if it could not be kept; the caller then works without it
     */
    void append(Item item);

    /** Forgets every record of that position: written, swept or confirmed. */
    void settle(long position);

    /** Returns the records that are not settled, in the order of their positions. */
    List<Item> unsettled();

    /** Returns false if the journal that was found at the start could not be read in full. */
    boolean isComplete();

    /**
     * Runs a task once {@link #unsettled} tells what an earlier process left: at once, unless that process still runs.
     * Until then nothing is unsettled, writes cannot be appended, and barriers are kept for this process alone.
     */
    default void whenOwned(Runnable task) {
        task.run();
    }

    /** Something that is not settled yet. */
    sealed interface Item {

        /** Returns the local position of the record. */
        long position();
    }

    /**
     * A write on its way to the shared tier.
     *
     * @param entry null for a removal
     * @param baseTag see {@link SharedTier.SharedWrite}
     * @param acceptedAt see {@link SharedTier.SharedWrite}
     */
    record Write(long position, TierKey key, @Nullable Entry entry, long baseTag, long acceptedAt) implements Item {}

    /** A barrier whose sweep is not finished. */
    record Barrier(long position, Scope scope) implements Item {}

    /** A key that a tier could not be made to lose. */
    record Distrust(long position, TierKey key, String tier) implements Item {}
}
