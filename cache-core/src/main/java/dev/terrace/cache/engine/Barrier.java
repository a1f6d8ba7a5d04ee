package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One removal of many keys that is not yet swept: entries of the scope that are not newer than its position count as
 * gone.
 *
 * <p>It is seen before it has a position, in three steps:
 * <ol>
 *   <li>It is shown, and hides whatever there is: its position will be later.
 *   <li>Once it is shown everywhere and the fences have moved, it is {@linkplain #place placed}: the position is drawn
 *       by the first who asks for it, be it a reader, so that nobody waits and all get the same answer for good.
 *   <li>It has its position.
 * </ol>
 * Were the position only told after it is drawn, a write of a later one could be hidden first and visible again after.
 */
final class Barrier {

    private static final long UNPLACED = 0;

    private final Scope scope;
    private final AtomicLong position;
    private final CompletableFuture<Void> retired = new CompletableFuture<>();
    private volatile @Nullable Positions positions;

    /** Makes a barrier that has no position yet. */
    Barrier(Scope scope) {
        this(scope, UNPLACED);
    }

    /**
     * Makes a barrier of an earlier run.
     *
     * @param position local position at which it was raised
     */
    Barrier(Scope scope, long position) {
        this.scope = scope;
        this.position = new AtomicLong(position);
    }

    /** Returns which entries it hides. */
    Scope scope() {
        return scope;
    }

    /** Returns a future that completes when what it hides has been removed from every tier. */
    CompletableFuture<Void> retired() {
        return retired;
    }

    /** Lets its position be drawn, and returns it. */
    long place(Positions from) {
        positions = from;
        return draw(from);
    }

    private long draw(Positions from) {
        position.compareAndSet(UNPLACED, from.next());
        return position.get();
    }

    /** Returns its position; waits, for as long as it takes to show it to all regions, until it may be drawn. */
    long position() {
        long placed = position.get();
        while (placed == UNPLACED) {
            Positions from = positions;
            if (from == null) {
                Thread.onSpinWait();
                placed = position.get();
            } else {
                placed = draw(from);
            }
        }
        return placed;
    }

    /** Returns true if one of these barriers, active before a tier was asked, hides its answer. */
    static boolean isHidden(TierKey key, Entry entry, Collection<Barrier> active) {
        return active.stream().anyMatch(barrier -> barrier.hides(key, entry));
    }

    boolean hides(TierKey key, Entry entry) {
        return reaches(entry.position()) && scope.matches(key, entry);
    }

    boolean hides(TierKey key, MemoryEntry<?> entry) {
        return reaches(entry.position()) && hidesLabels(entry) && scope.matchesKey(key);
    }

    private boolean hidesLabels(MemoryEntry<?> entry) {
        Long label = scope.label();
        return label == null || entry.hasLabel(label);
    }

    private boolean reaches(long entryPosition) {
        long placed = position.get();
        if (placed == UNPLACED) {
            Positions from = positions;
            if (from == null) {
                return true;
            }
            placed = draw(from);
        }
        return entryPosition <= placed;
    }

    @Override
    public String toString() {
        return scope + " up to position " + position;
    }
}
