package dev.terrace.cache.engine;

import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryEntry.Stamp;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes that depend on what is there. All of them read, decide, and then write only if nothing changed
 * meanwhile, else they start again; so the decision holds no lock.
 *
 * <p>Who says whether something changed: with memory alone Caffeine's atomic step, by the tag that was
 * read; with tiers of this process the key's fence, as the write registers; with a shared tier that
 * tier's compare-and-set. Out of reach, the latter throws; nothing is decided locally.
 */
final class ConditionalPath<V> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final WritePath<V> writes;
    private final Sweeper sweeper;

    ConditionalPath(RegionParts<V> parts, ReadPath<V> reads, WritePath<V> writes, Sweeper sweeper) {
        this.parts = parts;
        this.reads = reads;
        this.writes = writes;
        this.sweeper = sweeper;
    }

    /** Decides what becomes of a key. May be asked several times. */
    @FunctionalInterface
    interface Decider<V> {

        /**
         * Decides.
         *
         * @param present the live value; null if there is none
         */
        Decision<V> decide(@Nullable V present);
    }

    /** What becomes of a key. */
    enum Action {
        LEAVE,
        STORE,
        TOUCH,
        REMOVE
    }

    /**
     * What becomes of a key.
     *
     * @param value the new value, for STORE and TOUCH
     * @param ttl its time to live; null for the usual one
     */
    record Decision<V>(
            Action action, @Nullable V value, @Nullable Duration ttl) {

        static <V> Decision<V> leave() {
            return new Decision<>(Action.LEAVE, null, null);
        }

        static <V> Decision<V> store(V value, @Nullable Duration ttl) {
            return new Decision<>(Action.STORE, value, ttl);
        }

        static <V> Decision<V> touch(V value, Duration ttl) {
            return new Decision<>(Action.TOUCH, value, ttl);
        }

        static <V> Decision<V> remove() {
            return new Decision<>(Action.REMOVE, null, null);
        }
    }

    /** What was there and whether the decision changed it. */
    record Outcome<V>(@Nullable V before, boolean changed) {}

    /** Carries out a conditional write. */
    Outcome<V> update(TierKey key, Decider<V> decider) {
        while (true) {
            Note note = parts.note(key);
            note.awaitPlaced();
            Seen<V> seen = authority(key, note);
            if (seen == null) {
                continue;
            }
            V value = reads.deliver(seen.found());
            Decision<V> decision = decider.decide(value);
            if (decision.action() == Action.LEAVE) {
                return new Outcome<>(value, false);
            }
            if (attempt(new Attempt<>(key, note, seen, decision))) {
                return new Outcome<>(value, true);
            }
        }
    }

    /**
     * What the one place whose answer counts has.
     *
     * @param found null if it has nothing that counts for this node
     * @param tag what a change must find in its place there: also that of an entry that a barrier hides or that
     *     does not decode, else the change would be tried for as long as that is there
     * @param write the write of the key that was under way; null if none was
     */
    private record Seen<V>(
            @Nullable Found<V> found, long tag, @Nullable Pending write) {}

    /** One try to carry a decision out. */
    private record Attempt<V>(TierKey key, Note note, Seen<V> seen, Decision<V> decision) {

        private static final long[] NO_LABELS = {};

        long seenTag() {
            return seen.tag();
        }

        /** A touched entry keeps its labels; a stored one has none of its predecessor's. */
        Wish wish() {
            Found<V> kept = decision.action() == Action.TOUCH ? seen.found() : null;
            return new Wish(
                    decision.ttl(), kept == null ? NO_LABELS : kept.entry().labels());
        }
    }

    /** Asks the one place whose answer counts; null if a sweep had to be waited for, and history must be noted anew. */
    private @Nullable Seen<V> authority(TierKey key, Note note) {
        SharedLink shared = parts.chain().shared();
        if (shared == null) {
            // A write registers before it reaches memory: what memory holds may be its predecessor.
            Pending registered = parts.shared().pending().of(key);
            Pending write = reads.visiblePending(key, note);
            Found<V> found = write == null ? reads.find(key, note) : reads.ofPending(write, parts.now());
            return new Seen<>(found, found == null ? Gate.ABSENT : found.entry().tag(), registered);
        }
        Entry entry = decided(key, () -> {
            shared.settle(key, PATIENCE);
            return shared.tier().get(key);
        });
        Barrier hiding = entry == null ? null : note.hiding(key, entry);
        if (hiding != null) {
            awaitSweep(key, hiding);
            return null;
        }
        return new Seen<>(reads.ofShared(shared, key, entry, note, parts.now()), liveTag(entry), null);
    }

    /**
     * While a barrier hides what the shared tier has, nobody can say whether that is older than the barrier
     * or was stored since by another node: the sweep decides it, and is waited for.
     */
    private void awaitSweep(TierKey key, Barrier barrier) {
        try {
            sweeper.hurry(barrier).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("interrupted while " + barrier + " is swept", false, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TierUnavailableException(
                    "cannot decide on " + key + " while " + barrier + " is not swept; try again later", false, e);
        }
    }

    /** Whatever the tier throws, the caller learns that the one place that decides could not be asked. */
    private static <T extends @Nullable Object> T decided(TierKey key, Supplier<T> call) {
        try {
            return call.get();
        } catch (TierUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TierUnavailableException("the shared tier failed to decide on " + key + ": " + e, true, e);
        }
    }

    private boolean attempt(Attempt<V> attempt) {
        if (parts.chain().isEmpty()) {
            return inMemory(attempt);
        }
        return parts.chain().shared() == null
                ? inLocalTiers(attempt)
                : inSharedTier(attempt, parts.chain().shared());
    }

    private boolean inMemory(Attempt<V> attempt) {
        TierKey key = attempt.key();
        Gate gate = presentTag -> presentTag == attempt.seenTag() && isUnderTheSameBarriers(attempt.note());
        return attempt.decision().action() == Action.REMOVE
                ? removeInMemory(key, gate)
                : writes.storeIf(key, make(attempt), gate);
    }

    /** Else what is absent now may be hidden by a barrier whose position is drawn after the new entry's. */
    private boolean isUnderTheSameBarriers(Note note) {
        return parts.barriers().active() == note.active();
    }

    private boolean removeInMemory(TierKey key, Gate gate) {
        boolean[] permitted = new boolean[1];
        writes.dropFromMemory(key, presentTag -> permitted[0] = gate.permits(presentTag));
        if (permitted[0]) {
            writes.removed(key);
        }
        return permitted[0];
    }

    private MemoryEntry<V> make(Attempt<V> attempt) {
        Core core = parts.shared();
        Stamp stamp = Stamp.unplaced(core.tags().next(), attempt.note().epoch());
        V value = Keys.checkedValue(attempt.decision().value());
        return parts.maker()
                .make(attempt.key(), value, attempt.wish(), stamp, parts.time().millis());
    }

    private boolean inLocalTiers(Attempt<V> attempt) {
        Pending write = register(attempt, draft(attempt));
        if (write == null) {
            return false;
        }
        finish(write);
        return true;
    }

    /** A barrier that is raised from the step's begin on either closes the gate, or finds the write and waits for it. */
    private @Nullable Pending register(Attempt<V> attempt, Pending.Draft draft) {
        Core core = parts.shared();
        GracePeriods.Period step = core.grace().enter();
        try {
            return core.pending()
                    .beginIfUnmoved(
                            attempt.key(),
                            () -> parts.gate().isUnmoved(attempt.key(), attempt.note()),
                            attempt.seen().write(),
                            draft);
        } finally {
            step.leave();
        }
    }

    private Pending.Draft draft(Attempt<V> attempt) {
        if (attempt.decision().action() == Action.REMOVE) {
            return Pending.Draft.removal(parts.time().millis());
        }
        MemoryEntry<V> made = make(attempt);
        return writes.draft(attempt.key(), made, parts.maker().encode(attempt.key(), made));
    }

    private void finish(Pending write) {
        if (write.isRemoval()) {
            writes.finishDelete(new WritePath.Removal(write, writes.removePending(write)));
        } else {
            writes.installPending(write);
            writes.finishSet(write);
        }
    }

    /** To the shared tier an expired entry, or one for "the source has none", is absent. */
    private long liveTag(@Nullable Entry entry) {
        long now = parts.time().millis() + parts.shared().epochs().clockOffset();
        boolean isLive = entry != null && !entry.isTombstone() && !entry.isNegative() && now < entry.expiresAt();
        return entry != null && isLive ? entry.tag() : Gate.ABSENT;
    }

    /**
     * The shared tier decides. The local tiers then lose the key instead of taking the new value: another
     * node's write may already have followed, and only a read that begins now can tell.
     */
    private boolean inSharedTier(Attempt<V> attempt, SharedLink shared) {
        Entry replacement = draft(attempt).entry();
        long expected = attempt.seenTag();
        if (!decided(attempt.key(), () -> shared.tier().compareAndSet(attempt.key(), expected, replacement))) {
            return false;
        }
        long keptTag = replacement == null ? Gate.ABSENT : replacement.tag();
        parts.shared().local().drop(attempt.key(), keptTag);
        if (replacement == null) {
            writes.removed(attempt.key());
        } else {
            writes.written(attempt.key());
        }
        return true;
    }
}
