package dev.terrace.cache.tier;

/**
 * A walk over the entries of a tier in steps of bounded length, so that the caller may pause, stop
 * or give up between steps. Entries that stay in the tier for the whole walk are visited at least
 * once; entries that come or go meanwhile may or may not be. For use by one thread at a time.
 */
public interface Scan extends AutoCloseable {

    /**
     * Visits the next few entries: a segment, a page.
     *
     * @param visitor asked for each entry of the scan's scope
     * @return false when the walk is at its end
     */
    boolean step(Visitor visitor);

    /**
     * Returns the share of the walk that is done, 0 to 1, for those who watch it; 0 until the end if that is not known
     * cheaply.
     */
    default double progress() {
        return 0;
    }

    /** Gives up the walk. Never throws. */
    @Override
    void close();

    /** Sees the entries of a scan and decides what becomes of each. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Sees one entry; called inside the atomic step that would remove it, so it must be fast, must
         * not block and must not call the tier.
         *
         * @param entry valid only during the call
         */
        Verdict visit(Scanned entry);
    }

    /** What becomes of a visited entry. */
    enum Verdict {
        /** It stays. */
        KEEP,
        /** The tier removes it. */
        REMOVE
    }

    /** One entry as a scan shows it: the header without a copy of the payload. */
    interface Scanned {

        /** Returns an entry that is at hand as a whole; a tier on bytes reads the header where it lies instead. */
        static Scanned of(TierKey key, Entry entry) {
            return new ScannedEntry(key, entry);
        }

        /** Returns the name of the entry; may allocate. */
        TierKey key();

        /** Returns the tag. */
        long tag();

        /** Returns the time until which the entry is fresh, in the header's clock. */
        long expiresAt();

        /** Returns the time after which the entry is dead, in the header's clock. */
        long staleUntil();

        /** Returns the local position; 0 in a shared tier. */
        long position();

        /** Returns the bytes that the entry takes: key, header and payload. */
        int bytes();

        /** Returns true if the entry carries the label with this hash. */
        boolean hasLabel(long hash);
    }
}
