package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.WriteBehindQueue.Taken;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import org.jspecify.annotations.Nullable;

/**
 * A caller's own write or removal of one key. It has two halves, so that the asynchronous API can run
 * the second elsewhere: {@code begin} takes the write's place in the order and makes it true for this
 * node; {@code finish} carries it to the tiers and ends it.
 *
 * <p>A write goes down: memory, disk, then the shared tier, which announces it. A removal goes up, so
 * that nothing above can be filled again from below; memory loses the key at the start, too.
 */
final class WritePath<V> {

    private final RegionParts<V> parts;
    private final Promoter<V> promoter;

    WritePath(RegionParts<V> parts, Promoter<V> promoter) {
        this.parts = parts;
        this.promoter = promoter;
    }

    /** Stores a value. */
    void set(TierKey key, V value, Wish wish) {
        if (parts.chain().isEmpty()) {
            setInMemory(key, value, wish);
        } else {
            finishSet(beginSet(key, value, wish));
        }
    }

    /**
     * Memory alone: Caffeine's atomic step is the order of writes. From before the step until after it every gate is
     * closed: what was noted and read in between may be the predecessor, and the new entry may be evicted at once.
     */
    private void setInMemory(TierKey key, V value, Wish wish) {
        storeInMemory(key, make(key, value, wish), Gate.OPEN);
        written(key);
    }

    private void storeInMemory(TierKey key, MemoryEntry<V> entry, Gate gate) {
        boolean admitted = promoter.admitsMemory(key, entry);
        Fences fences = parts.shared().fences();
        MemoryEntry<V> gone;
        fences.beginDrop(key.hashCode());
        try {
            gone = admitted ? exchangeInMemory(key, entry, gate) : parts.removeFromMemory(key, gate);
        } finally {
            fences.endDrop(key.hashCode());
        }
        replaced(key, gone);
    }

    /** The position is drawn inside the step, in the order of the steps; a barrier with a later one waits for its end. */
    private @Nullable MemoryEntry<V> exchangeInMemory(TierKey key, MemoryEntry<V> entry, Gate gate) {
        GracePeriods.Period step = parts.shared().grace().enter();
        try {
            return parts.exchangeInMemory(key, () -> placed(entry), gate);
        } finally {
            step.leave();
        }
    }

    private MemoryEntry<V> placed(MemoryEntry<V> entry) {
        long position = parts.shared().positions().next();
        return entry.with(new MemoryEntry.Stamp(entry.tag(), position, entry.epoch()));
    }

    private MemoryEntry<V> make(TierKey key, V value, Wish wish) {
        Core core = parts.shared();
        long epoch = core.epochs().current();
        MemoryEntry.Stamp stamp = MemoryEntry.Stamp.unplaced(core.tags().next(), epoch);
        MemoryEntry<V> made =
                parts.maker().make(key, value, wish, stamp, parts.time().millis());
        core.events().made(key, made, false);
        return made;
    }

    /** Registers a write and makes it true for this node. */
    Pending beginSet(TierKey key, V value, Wish wish) {
        return begin(key, prepare(key, value, wish));
    }

    /** Encodes a write, which may fail, and changes nothing. */
    Pending.Draft prepare(TierKey key, V value, Wish wish) {
        MemoryEntry<V> made = make(key, value, wish);
        return draft(key, made, parts.maker().encode(key, made));
    }

    Pending begin(TierKey key, Pending.Draft draft) {
        Pending write = register(key, draft);
        installPending(write);
        return write;
    }

    /** As in {@link #exchangeInMemory}: a barrier with a later position finds the write registered, and waits for it. */
    private Pending register(TierKey key, Pending.Draft draft) {
        GracePeriods.Period step = parts.shared().grace().enter();
        try {
            return parts.shared().pending().begin(key, draft);
        } finally {
            step.leave();
        }
    }

    Pending.Draft draft(TierKey key, MemoryEntry<V> made, Entry encoded) {
        long acceptedAt = parts.time().millis() + parts.shared().epochs().clockOffset();
        return new Pending.Draft(made, encoded, lastSeenTag(key), acceptedAt);
    }

    /** Returns the tag that this node last saw, as far as memory or a write under way can tell. */
    private long lastSeenTag(TierKey key) {
        if (parts.chain().shared() == null) {
            return Gate.ABSENT;
        }
        Pending before = parts.shared().pending().of(key);
        if (before != null) {
            return before.baseTag();
        }
        MemoryEntry<V> present = parts.memory() == null ? null : parts.memory().peek(key.key());
        return present == null ? Gate.ABSENT : present.tag();
    }

    @SuppressWarnings("unchecked") // a region has values of one type
    void installPending(Pending write) {
        MemoryEntry<V> value = (MemoryEntry<V>) write.value();
        if (value != null) {
            Gate latest = parts.shared().pending().latest(write);
            MemoryEntry<V> gone = promoter.admitsMemory(write.key(), value)
                    ? parts.exchangeInMemory(write.key(), () -> value, latest)
                    : parts.removeFromMemory(write.key(), latest);
            replaced(write.key(), gone);
            replaced(write.key(), removeOlder(write));
        }
    }

    /**
     * An overtaken write leaves its place to the newer one, which may be registered and not yet in memory: until it is,
     * nobody who saw this one return may find there what both replace.
     */
    private @Nullable MemoryEntry<V> removeOlder(Pending write) {
        return parts.shared().pending().isLatest(write)
                ? null
                : parts.removeOlderFromMemory(write.key(), write.position());
    }

    private void replaced(TierKey key, @Nullable MemoryEntry<V> gone) {
        if (gone != null) {
            left(key, gone.value(), causeOf(key, gone));
        }
    }

    private RemovalCause causeOf(TierKey key, MemoryEntry<V> gone) {
        if (parts.barriers().hides(key, gone)) {
            return RemovalCause.INVALIDATION;
        }
        return gone.isDead(parts.time().millis()) ? RemovalCause.EXPIRY : RemovalCause.REPLACEMENT;
    }

    /** Counts and tells that an entry left. */
    private void left(TierKey key, @Nullable V value, RemovalCause cause) {
        parts.counters().count(cause);
        if (parts.shared().events().isHeard()) {
            parts.shared().events().removed(parts.name(), key.key(), value, cause);
        }
    }

    /** Stores a value in memory, where memory is all there is; false if the gate was closed. */
    boolean storeIf(TierKey key, MemoryEntry<V> entry, Gate gate) {
        boolean[] permitted = new boolean[1];
        storeInMemory(key, entry, presentTag -> permitted[0] = gate.permits(presentTag));
        if (permitted[0]) {
            written(key);
        }
        return permitted[0];
    }

    /** Carries a registered write to the tiers below and ends it. */
    void finishSet(Pending write) {
        boolean settled = true;
        try {
            writeLocal(write);
            settled = writeShared(write);
        } finally {
            leave(write, settled);
        }
        written(write.key());
    }

    /** Ends a write, or leaves it to the queue. */
    void leave(Pending write, boolean settled) {
        if (settled) {
            parts.shared().pending().end(write);
        } else {
            parts.shared().pending().passed(write);
        }
    }

    void written(TierKey key) {
        parts.counters().count(Event.SET);
        if (parts.shared().events().isHeard()) {
            parts.shared().events().written(parts.name(), key.key());
        }
    }

    private void writeLocal(Pending write) {
        Entry entry = write.entry();
        MemoryEntry<?> value = write.value();
        if (entry == null || value == null) {
            return;
        }
        Gate gate = parts.shared().pending().latest(write);
        for (TierGuard tier : parts.chain().local()) {
            if (promoter.admits(tier.name(), write.key(), entry, value)) {
                tier.write(write.key(), entry, gate, parts.counters());
            } else {
                tier.remove(write.key(), gate, parts.counters());
            }
        }
    }

    /** Sends a write to the shared tier, or queues it; true if it is settled. */
    boolean writeShared(Pending write) {
        SharedLink shared = parts.chain().shared();
        if (shared == null) {
            return true;
        }
        Taken taken = parts.settings().writes() == WriteStrategy.WRITE_BEHIND
                ? shared.queue().offer(write)
                : Taken.REFUSED;
        return taken == Taken.REFUSED ? shared.write(write, parts.counters()) : taken == Taken.OVERTAKEN;
    }

    /** Removes a key; true if a tier of this process held a live value. */
    boolean delete(TierKey key) {
        if (parts.chain().isEmpty()) {
            return deleteInMemory(key);
        }
        Removal removal = beginDelete(key);
        return finishDelete(removal);
    }

    private boolean deleteInMemory(TierKey key) {
        boolean wasLive = dropFromMemory(key, Gate.OPEN);
        removed(key);
        return wasLive;
    }

    /** Memory alone: removes an entry if the gate permits it, and closes all gates meanwhile; true if it was live. */
    boolean dropFromMemory(TierKey key, Gate gate) {
        Fences fences = parts.shared().fences();
        fences.beginDrop(key.hashCode());
        try {
            return removeFromMemory(key, gate);
        } finally {
            fences.endDrop(key.hashCode());
        }
    }

    /**
     * A removal under way.
     *
     * @param write its place in the order
     * @param wasLive true if memory or a write under way held a live value
     */
    record Removal(Pending write, boolean wasLive) {}

    /** Registers a removal and makes it true for this node. */
    Removal beginDelete(TierKey key) {
        PendingWrites pending = parts.shared().pending();
        Pending before = pending.of(key);
        boolean wasPending =
                before != null && before.value() != null && !parts.barriers().hides(key, before.value());
        long acceptedAt = parts.time().millis() + parts.shared().epochs().clockOffset();
        Pending write = pending.begin(key, Pending.Draft.removal(acceptedAt));
        return new Removal(write, removePending(write) || wasPending);
    }

    /** Carries a registered removal to the tiers and ends it. */
    boolean finishDelete(Removal removal) {
        Pending write = removal.write();
        boolean wasLive = removal.wasLive();
        boolean settled = true;
        try {
            settled = writeShared(write);
            wasLive |= removeLocal(write);
        } finally {
            leave(write, settled);
        }
        removed(write.key());
        return wasLive;
    }

    boolean removeLocal(Pending write) {
        boolean wasLive = false;
        Gate latest = parts.shared().pending().latest(write);
        for (int i = parts.chain().local().size() - 1; i >= 0; i--) {
            wasLive |= removeFrom(parts.chain().local().get(i), write.key(), latest);
        }
        removeFromMemory(write.key(), latest);
        return wasLive;
    }

    /** What a barrier hides or time has ended is removed as well, but was not live. */
    private boolean removeFrom(TierGuard tier, TierKey key, Gate latest) {
        boolean[] wasLive = new boolean[1];
        boolean hidden = !parts.barriers().isQuiet() && isHidden(tier.get(key, parts.counters()), key);
        tier.remove(
                key,
                presentTag -> {
                    boolean permitted = latest.permits(presentTag);
                    wasLive[0] = permitted && !hidden && presentTag != Gate.ABSENT;
                    return permitted;
                },
                parts.counters());
        return wasLive[0];
    }

    private boolean isHidden(@Nullable Entry entry, TierKey key) {
        return entry != null && parts.barriers().hides(key, entry);
    }

    boolean removeFromMemory(TierKey key, Gate gate) {
        Note note = parts.note(key);
        return isRemoved(key, parts.removeFromMemory(key, gate), note);
    }

    /** Makes a registered removal true for memory; true if a live value was there. */
    boolean removePending(Pending write) {
        Note note = parts.note(write.key());
        Gate latest = parts.shared().pending().latest(write);
        boolean wasLive = isRemoved(write.key(), parts.removeFromMemory(write.key(), latest), note);
        return isRemoved(write.key(), removeOlder(write), note) || wasLive;
    }

    private boolean isRemoved(TierKey key, @Nullable MemoryEntry<V> gone, Note note) {
        if (gone == null) {
            return false;
        }
        left(key, gone.value(), RemovalCause.INVALIDATION);
        return gone.value() != null && parts.liveness().of(key, gone, note, parts.now()) == Liveness.State.FRESH;
    }

    void removed(TierKey key) {
        parts.counters().count(Event.DELETE);
        parts.shared().removals().note(key, "delete", parts.time().millis());
    }
}
