package dev.terrace.cache.tier;

/**
 * The last word on a change of one key, asked by the tier <em>inside</em> the atomic step that makes
 * the change. This is what keeps a removed value from coming back: the answer and the change must
 * not be separated by another change of the same key.
 */
@FunctionalInterface
public interface Gate {

    /** The tag that stands for "nothing is stored"; no entry has it. */
    long ABSENT = 0;

    /** A gate that is always open. */
    Gate OPEN = presentTag -> true;

    /**
     * Says whether the change may be made. Must be fast, must not block and must not call the tier.
     *
     * @param presentTag the tag of the entry that is stored now, {@link #ABSENT} if none is or if it
     *     is past its stale-until time
     * @return false to leave the tier as it is
     */
    boolean permits(long presentTag);
}
