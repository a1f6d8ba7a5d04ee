package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The writes and removals under way, by key: while there is one, it is the local truth.
 *
 * <p>Every writer registers before it touches a tier and stays registered until the slowest tier is
 * done, under write-behind until the shared tier has it. Three things follow:
 * <ul>
 *   <li>Each tier's step of a write asks {@link #latest}: an older write that is late finds that it was
 *       overtaken and leaves the tier alone, so all tiers end with the newest write of this node.
 *   <li>A read that misses memory looks here before it asks a lower tier, so it cannot see an older
 *       value while a newer one is on its way down.
 *   <li>The fence of the key moves when a write begins and again when it ends: what was read meanwhile
 *       is not installed.
 * </ul>
 *
 * <p>A key takes room only while a write of it is under way.
 */
final class PendingWrites {

    private final ConcurrentMap<TierKey, Pending> writes = new ConcurrentHashMap<>();
    private final Fences fences;
    private final Positions positions;

    PendingWrites(Fences fences, Positions positions) {
        this.fences = fences;
        this.positions = positions;
    }

    /** Registers a write: from now on it is the newest of its key. */
    Pending begin(TierKey key, Pending.Draft draft) {
        return Objects.requireNonNull(writes.compute(key, (k, before) -> {
            fences.raise(key.hashCode());
            return register(key, draft, before, positions.next());
        }));
    }

    /**
     * Registers a write unless the key was touched since the gate noted it. The fence alone does not tell: it
     * moves just before a write can be seen here, so a caller may note it, and yet see no write.
     *
     * @param unmoved says whether fence, barriers and epoch stand where the caller noted them
     * @param seen the write that was registered when the caller looked; null if none was
     * @return null if it was, and nothing is registered
     */
    @Nullable
    Pending beginIfUnmoved(TierKey key, BooleanSupplier unmoved, @Nullable Pending seen, Pending.Draft draft) {
        Pending[] begun = new Pending[1];
        writes.compute(key, (k, before) -> {
            // Drawn first: a barrier that is raised behind the gate's back is later, and hides the write.
            long position = positions.next();
            if (underWay(before) != seen || !unmoved.getAsBoolean()) {
                return before;
            }
            fences.raise(key.hashCode());
            begun[0] = register(key, draft, before, position);
            return begun[0];
        });
        return begun[0];
    }

    /**
     * Registers a write that an earlier run left in the journal, unless a newer one is registered, and returns the
     * newest. Its value is not decoded: until it is settled, reads of the key miss.
     */
    Pending restore(Journal.Write write) {
        return Objects.requireNonNull(writes.compute(write.key(), (k, before) -> {
            if (before != null && before.position() > write.position()) {
                return before;
            }
            Pending.Lane lane = before == null ? new Pending.Lane() : before.lane();
            lane.writes++;
            return new Pending(write, lane);
        }));
    }

    /** Called inside the map's atomic step, as its position was drawn: the later to register has the later one, too. */
    private Pending register(TierKey key, Pending.Draft draft, @Nullable Pending before, long position) {
        Pending.Lane lane = before == null ? new Pending.Lane() : before.lane();
        lane.writes++;
        return new Pending(key, position, lane, draft.at(position));
    }

    /** Returns the gate of a write's steps: open while no newer write of the key has begun. */
    Gate latest(Pending pending) {
        return presentTag -> isLatest(pending);
    }

    /** Returns true if no newer write of the key has begun. */
    boolean isLatest(Pending pending) {
        return writes.get(pending.key()) == pending;
    }

    /** Returns true if a write of the key is on its way through the tiers of this process. */
    boolean isPassing(TierKey key) {
        Pending newest = of(key);
        return newest != null && !newest.hasPassed();
    }

    /** The tiers of this process have the write, or have lost the key; only the shared tier still waits for it. */
    void passed(Pending pending) {
        pending.pass();
        fences.raise(pending.key().hashCode());
    }

    /** Ends a write: every tier has it, or has lost the key. */
    void end(Pending pending) {
        fences.raise(pending.key().hashCode());
        writes.compute(pending.key(), (k, newest) -> --pending.lane().writes == 0 ? null : newest);
        pending.end();
    }

    /**
     * Returns the newest write of a key if it is under way; null if none is. One that has ended stays registered
     * while older ones are under way, but is no longer the truth: a barrier may have swept its value since.
     */
    @Nullable
    Pending of(TierKey key) {
        return underWay(writes.get(key));
    }

    private static @Nullable Pending underWay(@Nullable Pending newest) {
        return newest == null || newest.hasEnded() ? null : newest;
    }

    /** Returns the writes under way that a barrier hides. */
    List<Pending> hiddenBy(Barrier barrier) {
        List<Pending> older = new ArrayList<>();
        for (Pending pending : writes.values()) {
            if (pending.position() <= barrier.position() && barrier.scope().matches(pending.key(), pending.entry())) {
                older.add(pending);
            }
        }
        return older;
    }

    /** Returns a future that completes when all these writes have ended. */
    static CompletableFuture<Void> allEnded(List<Pending> some) {
        return CompletableFuture.allOf(some.stream().map(Pending::whenEnded).toArray(CompletableFuture<?>[]::new));
    }

    /** Returns how many keys have a write under way. */
    int size() {
        return writes.size();
    }
}
