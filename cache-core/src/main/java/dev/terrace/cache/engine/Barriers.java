package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The removals of many keys that are not yet swept, over all regions.
 *
 * <p>Raising one makes it visible first and moves the fences after: a read that noted its fence before
 * cannot install what it read, and a read that notes it later sees the barrier. The position is drawn
 * after that and left behind: whatever is noted once {@link #raise} has returned is newer.
 */
final class Barriers {

    private static final Logger LOG = LoggerFactory.getLogger(Barriers.class);

    private final Positions positions;
    private final @Nullable Journal journal;
    private final List<Barrier> active = new ArrayList<>();
    private final Map<String, RegionBarriers> regions = new HashMap<>();

    Barriers(Positions positions, @Nullable Journal journal) {
        this.positions = positions;
        this.journal = journal;
    }

    /** Returns the part of one region; barriers that reach it and are active already count for it too. */
    synchronized RegionBarriers of(String region) {
        return regions.computeIfAbsent(region, name -> {
            RegionBarriers part = new RegionBarriers();
            part.show(reaching(name));
            return part;
        });
    }

    /**
     * Raises a barrier: effective when this returns. Its position is drawn only after the fences have moved: whatever
     * was noted or registered before has an older one. The lock is held across one append to the journal: barriers must
     * be recorded in the order of their positions.
     */
    synchronized Barrier raise(Scope scope) {
        Barrier barrier = new Barrier(scope);
        activate(barrier);
        barrier.place(positions);
        positions.next();
        record(barrier);
        return barrier;
    }

    private void record(Barrier barrier) {
        if (journal == null) {
            return;
        }
        try {
            journal.append(new Journal.Barrier(barrier.position(), barrier.scope()));
        } catch (RuntimeException e) {
            // Still effective in this process; after a kill before its sweep it would be forgotten.
            LOG.warn("barrier_not_journalled scope=\"{}\"", barrier.scope(), e);
        }
    }

    /** Makes a barrier of an earlier run effective again. */
    synchronized void activate(Barrier barrier) {
        active.add(barrier);
        regions.forEach((name, part) -> {
            if (barrier.scope().reaches(name)) {
                part.show(reaching(name));
                part.raise();
            }
        });
    }

    /**
     * Ends a barrier whose entries have been removed from every tier. The fences move again: a copy that began
     * while it was active may have one of its entries in hand.
     */
    synchronized void retire(Barrier barrier) {
        active.remove(barrier);
        barrier.retired().complete(null);
        regions.forEach((name, part) -> {
            if (barrier.scope().reaches(name)) {
                part.raise();
                part.show(reaching(name));
            }
        });
        if (journal != null) {
            journal.settle(barrier.position());
        }
    }

    private List<Barrier> reaching(String region) {
        return active.stream()
                .filter(barrier -> barrier.scope().reaches(region))
                .toList();
    }

    /** Returns the active ones as they are now. Takes a lock. */
    synchronized List<Barrier> snapshot() {
        return List.copyOf(active);
    }

    /** Returns how many are active. */
    synchronized int count() {
        return active.size();
    }
}
