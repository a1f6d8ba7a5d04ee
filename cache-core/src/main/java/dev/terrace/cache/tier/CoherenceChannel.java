package dev.terrace.cache.tier;

/**
 * How the nodes that share a tier hear of each other's changes. Own changes come back on the channel
 * too, in the same order as for everybody else: that is what makes two nodes agree.
 */
public interface CoherenceChannel extends AutoCloseable {

    /**
     * Begins to deliver messages. Never waits for the other side.
     *
     * @param receiver called on one thread of the channel at a time
     */
    void start(Receiver receiver);

    /** Returns the clock of the shared tier minus the local one, in milliseconds; 0 while unknown. */
    long clockOffsetMillis();

    /**
     * Returns true if every message sent up to the silence limit ago has been applied. Asked on every
     * read, with a time that the read takes anyway: must only compare.
     *
     * @param nanos the reader's own reading of {@link dev.terrace.cache.time.TimeSource#nanos}
     */
    boolean isCurrent(long nanos);

    /**
     * Tells every node that a barrier is raised (before the sweep) or swept (after it).
     *
     * @throws TierUnavailableException if it could not be sent
     */
    void announce(Scope scope, Phase phase);

    /**
     * Waits until every change of a key that the shared tier carried out before this call has been applied here.
     *
     * @throws TierUnavailableException if that cannot be known: messages are late, or were lost
     */
    void catchUp(TierKey key);

    @Override
    void close();

    /** Where a barrier stands. */
    enum Phase {
        /** Older matching entries count as gone. */
        RAISED,
        /** They have been removed from the shared tier. */
        SWEPT
    }

    /** Applies what the channel delivers to the local tiers. Calls return quickly and never throw. */
    interface Receiver {

        /**
         * A node wrote or removed a key.
         *
         * @param tag the tag of the new entry; {@link Gate#ABSENT} for a removal
         */
        void changed(TierKey key, long tag);

        /** A node raised or swept a barrier. */
        void barrier(Scope scope, Phase phase);

        /**
         * Messages may have been missed: from now on every older local entry is suspect. Barriers that were raised hold
         * on: the channel finds out which are active still, and tells of the others that they are swept.
         *
         * @param reason for log and statistics
         */
        void lost(String reason);
    }
}
