package dev.terrace.cache.tier;

import java.util.List;

/**
 * The entries of a tier that another node may have replaced unnoticed, for whoever can ask the shared tier about many of
 * them at once. A tier that can list them implements this interface. Safe for use by many threads.
 *
 * <p>What turns out to be right is {@linkplain #confirm confirmed}; what is not is {@linkplain Tier#remove removed} with
 * a gate that permits only its tag.
 */
public interface Suspects {

    /**
     * Begins a walk over the live entries with another epoch than this one, hottest first.
     *
     * @throws TierUnavailableException if the tier has not opened its entries yet; ask again later
     */
    Walk suspects(long epoch);

    /**
     * Stamps an entry as right, unless it was replaced.
     *
     * @param tag of the entry that was compared
     * @param epoch noted before the shared tier was asked, not the current one
     * @return false if the key has another entry by now, or none
     */
    boolean confirm(TierKey key, long tag, long epoch);

    /**
     * A walk in steps. An entry that is read meanwhile may be left out, for it was verified by that, and one that cools
     * down may come twice. For use by one thread at a time.
     */
    interface Walk extends AutoCloseable {

        /**
         * Returns the next suspects; empty at the end.
         *
         * @param most at least 1
         */
        List<Suspect> next(int most);

        /** Gives up the walk. Never throws. */
        @Override
        void close();
    }

    /**
     * An entry to be verified.
     *
     * @param key its name
     * @param tag what to compare, and to confirm or remove it by
     */
    record Suspect(TierKey key, long tag) {}
}
