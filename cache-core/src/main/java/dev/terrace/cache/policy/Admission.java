package dev.terrace.cache.policy;

import dev.terrace.cache.tier.TierKey;

/**
 * Decides which tiers an entry may enter. Asked before the entry is written, on the writing thread;
 * must be fast and must not throw. A write that is not admitted removes the key from that tier.
 */
@FunctionalInterface
public interface Admission {

    /** Every entry may enter every tier. */
    Admission ALL = candidate -> true;

    /** Returns true if the entry may enter the tier. */
    boolean admits(Candidate candidate);

    /**
     * An entry that wants to enter a tier.
     *
     * @param tier the tier's name; {@code memory} for the memory tier
     * @param key the entry's name
     * @param bytes the encoded size; 0 for the memory tier
     * @param remainingMillis the remaining time to live; {@link Long#MAX_VALUE} for ever
     */
    record Candidate(String tier, TierKey key, int bytes, long remainingMillis) {}
}
