package dev.terrace.cache.engine;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One write or removal on its way to the tiers.
 *
 * <p>All writes of a key that are under way at the same time share a {@link Lane}.
 */
final class Pending {

    /** What the writes of one key share while any of them is under way. */
    static final class Lane {

        /**
         * Held by the one write of the key that talks to the shared tier. This is the one lock that is
         * held across I/O: only writers of the same key meet on it, and without it a slow write could
         * overtake a newer one of the same node.
         */
        final ReentrantLock sharedTurn = new ReentrantLock();

        /** How many writes are under way; changed inside the map's atomic step only. */
        int writes;
    }

    private final TierKey key;
    private final long position;
    private final Lane lane;
    private final @Nullable MemoryEntry<?> value;
    private final @Nullable Entry entry;
    private final long baseTag;
    private final long acceptedAt;
    private @Nullable CompletableFuture<Void> whenEnded;
    private volatile @Nullable Runnable carrier;

    /** True once it is through or given up; it may still be registered, to keep older ones of its key off the tiers. */
    private volatile boolean ended;

    /** True once another node wrote the key: this write then goes out as a removal. */
    private volatile boolean contested;

    /** True once the tiers of this process are done with it. */
    private volatile boolean passed;

    /** True once another node's write was heard of: until this one ends or waits, reads ask the tiers. */
    private volatile boolean overtaken;

    /** True once an attempt to reach the shared tier failed or waited: the next one is conditional. */
    private volatile boolean replay;

    Pending(TierKey key, long position, Lane lane, Draft draft) {
        this.key = key;
        this.position = position;
        this.lane = lane;
        this.value = draft.value();
        this.entry = draft.entry();
        this.baseTag = draft.baseTag();
        this.acceptedAt = draft.acceptedAt();
    }

    /** A write that an earlier run left: its bytes are known, its value is not. */
    Pending(Journal.Write left, Lane lane) {
        this.key = left.key();
        this.position = left.position();
        this.lane = lane;
        this.value = null;
        this.entry = left.entry();
        this.baseTag = left.baseTag();
        this.acceptedAt = left.acceptedAt();
        this.passed = true;
    }

    /**
     * What a write is to become.
     *
     * @param value the entry for the memory tier; null for a removal
     * @param entry the encoded entry; null for a removal
     * @param baseTag the tag that this node last saw for the key; 0 if none
     * @param acceptedAt when the caller asked for it, in the clock of the shared tier
     */
    record Draft(@Nullable MemoryEntry<?> value, @Nullable Entry entry, long baseTag, long acceptedAt) {

        static Draft removal(long acceptedAt) {
            return new Draft(null, null, 0, acceptedAt);
        }

        /** Returns the write with the local position at which it registers. */
        Draft at(long position) {
            if (value == null) {
                return this;
            }
            MemoryEntry.Stamp stamp = new MemoryEntry.Stamp(value.tag(), position, value.epoch());
            Entry stamped = entry == null ? null : entry.stamped(position, value.epoch());
            return new Draft(value.with(stamp), stamped, baseTag, acceptedAt);
        }
    }

    /** Says what carries the write to the tiers, on another thread; it does nothing when run again. */
    void carriedBy(Runnable work) {
        carrier = work;
    }

    /** Carries the write out here if it waits for a thread: the one that is here may be the last. */
    void help() {
        Runnable work = carrier;
        if (work != null) {
            work.run();
        }
    }

    TierKey key() {
        return key;
    }

    long position() {
        return position;
    }

    Lane lane() {
        return lane;
    }

    /** Returns the entry for the memory tier; null for a removal. */
    @Nullable
    MemoryEntry<?> value() {
        return value;
    }

    /** Returns the encoded entry; null for a removal. */
    @Nullable
    Entry entry() {
        return entry;
    }

    long baseTag() {
        return baseTag;
    }

    /** Returns when the caller asked for the write, in the clock of the shared tier. */
    long acceptedAt() {
        return acceptedAt;
    }

    /** Returns true if the key is to be removed. */
    boolean isRemoval() {
        return entry == null;
    }

    boolean isContested() {
        return contested;
    }

    void contest() {
        contested = true;
    }

    /** Returns true if the tiers of this process are done with the write. */
    boolean hasPassed() {
        return passed;
    }

    /** From now on it waits for the shared tier: it is the local truth again, but must not win over there. */
    synchronized void pass() {
        contested |= overtaken;
        overtaken = false;
        passed = true;
        carrier = null;
        tellWaiters();
    }

    /** Returns true if another node's write was heard of while this one was on its way. */
    boolean isOvertaken() {
        return overtaken;
    }

    synchronized void overtake() {
        overtaken = !passed;
        contested |= passed;
    }

    boolean isReplay() {
        return replay;
    }

    void markReplay() {
        replay = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The write is through or given up. */
    synchronized void end() {
        ended = true;
        carrier = null;
        tellWaiters();
    }

    @GuardedBy("this")
    private void tellWaiters() {
        if (whenEnded != null) {
            whenEnded.complete(null);
        }
    }

    /**
     * Returns a future that completes when the write is through, given up, or only waits for the shared tier: that
     * may last as long as an outage.
     */
    synchronized CompletableFuture<Void> whenEnded() {
        if (whenEnded == null) {
            whenEnded = ended || passed ? CompletableFuture.completedFuture(null) : new CompletableFuture<>();
        }
        return whenEnded;
    }
}
