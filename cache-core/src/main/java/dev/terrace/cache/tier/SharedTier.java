package dev.terrace.cache.tier;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A tier whose content several processes use, such as Redis. It cannot ask a {@link Gate} of this
 * process inside its own atomic step, so it has operations of its own: a caller's write that
 * announces itself, a fill that needs a lease, and a compare-and-set by tag. The plain {@link
 * #put} and {@link #remove} ask the gate just before they send.
 *
 * <p>Besides the exceptions of {@link Tier}, each call may throw {@link TierUnavailableException}:
 * nothing was done, or (if it says so) it is unknown whether it was.
 */
public interface SharedTier extends Tier {

    /** Returns the channel by which the users of the tier hear of each other's changes. */
    CoherenceChannel coherence();

    /**
     * Carries out one caller's write: stores or removes, drops the key's load lease and announces the
     * change to every node, in one atomic step.
     */
    WriteResult write(SharedWrite write);

    /** Carries out many writes, in order; one round trip if the tier can. */
    default List<WriteResult> writeAll(List<SharedWrite> writes) {
        List<WriteResult> results = new ArrayList<>(writes.size());
        for (SharedWrite write : writes) {
            results.add(write(write));
        }
        return results;
    }

    /**
     * Reads the tags of many entries; those that are not stored are missing in the result. One round trip, and headers
     * only, if the tier can.
     */
    default Map<TierKey, Long> tags(Collection<TierKey> keys) {
        Map<TierKey, Long> tags = new HashMap<>();
        getAll(keys).forEach((key, entry) -> tags.put(key, entry.tag()));
        return tags;
    }

    /**
     * Replaces or removes the entry if its tag is still the expected one, and announces the change.
     *
     * @param expectedTag the tag that was read; {@link Gate#ABSENT} to store only where nothing live is
     * @param replacement null to remove
     * @return false if another entry was there, true also if the own tag was found (a retry)
     */
    boolean compareAndSet(TierKey key, long expectedTag, @Nullable Entry replacement);

    /**
     * Reads an entry; where there is none, or only the one that is to be replaced, takes the key's load
     * lease if it is free.
     *
     * @param replacedTag the tag of the entry that the load is to replace; {@link Gate#ABSENT} for none
     * @param lease how long the lease lasts at most
     */
    LeasedRead getOrLease(TierKey key, long replacedTag, Duration lease);

    /**
     * Stores a loaded entry if the lease is still held and gives the lease back. Fills are silent:
     * nobody's copy became wrong.
     *
     * @return false if the lease was lost: the value must be installed nowhere
     */
    boolean fill(TierKey key, Entry entry, long lease);

    /**
     * Carries out {@link #getOrLease} for many keys; one round trip if the tier can.
     *
     * @return the answers in the order of the questions
     */
    default List<LeasedRead> getOrLeaseAll(List<LeaseWish> wishes, Duration lease) {
        List<LeasedRead> answers = new ArrayList<>(wishes.size());
        for (LeaseWish wish : wishes) {
            answers.add(getOrLease(wish.key(), wish.replacedTag(), lease));
        }
        return answers;
    }

    /**
     * Carries out {@link #fill} for many keys, each by itself; one round trip if the tier can.
     *
     * @return for each, in their order, false if its lease was lost
     */
    default List<Boolean> fillAll(List<LeasedFill> fills) {
        List<Boolean> answers = new ArrayList<>(fills.size());
        for (LeasedFill fill : fills) {
            answers.add(fill(fill.key(), fill.entry(), fill.lease()));
        }
        return answers;
    }

    /** Gives a lease back without a value, after a failed load. Never throws. */
    void release(TierKey key, long lease);

    /**
     * Removes every entry of the scope, and matching leases before entries, in small steps.
     *
     * @param goOn asked between steps; false stops the sweep
     * @return how many live entries were removed
     */
    long sweep(Scope scope, BooleanSupplier goOn);

    /**
     * A caller's write on its way to a shared tier.
     *
     * @param key what is written
     * @param entry the new entry; null for a removal
     * @param baseTag the tag that this node last saw for the key; {@link Gate#ABSENT} if none
     * @param acceptedAt when the write was accepted, in the header's clock
     * @param replay true if an earlier try may have run or the write waited through an outage: it is
     *     stored only over {@code baseTag}, its own tag or nothing, else it becomes a removal
     */
    record SharedWrite(TierKey key, @Nullable Entry entry, long baseTag, long acceptedAt, boolean replay) {}

    /** What became of a write. */
    enum WriteResult {
        /** The entry is stored, or removed as asked. */
        DONE,
        /** The entry was not stored and the key is gone: refused for size or room, or an unsafe replay. */
        REMOVED
    }

    /**
     * A question of {@link #getOrLeaseAll}.
     *
     * @param key to read
     * @param replacedTag the tag of the entry that the load is to replace; {@link Gate#ABSENT} for none
     */
    record LeaseWish(TierKey key, long replacedTag) {}

    /**
     * One of {@link #fillAll}.
     *
     * @param key that was loaded
     * @param entry what is to be stored
     * @param lease its token
     */
    record LeasedFill(TierKey key, Entry entry, long lease) {}

    /**
     * The answer of {@link #getOrLease}.
     *
     * @param entry the entry; null if there is none, or only the one that is to be replaced
     * @param lease a token for {@link #fill}; 0 if an entry was found or another node holds the lease
     * @param retryAfter when to ask again if another node holds the lease; null otherwise
     */
    record LeasedRead(
            @Nullable Entry entry, long lease, @Nullable Duration retryAfter) {}
}
