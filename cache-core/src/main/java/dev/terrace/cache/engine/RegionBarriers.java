package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The barriers that reach one region. A read without any active one pays one volatile read. */
final class RegionBarriers {

    private static final Barrier[] NONE = {};

    private final AtomicLong raised = new AtomicLong();
    private volatile Barrier[] active = NONE;

    /** Returns how many barriers were ever raised: the region's part of every fence. */
    long raised() {
        return raised.get();
    }

    /** Raises the fence of every key of the region. */
    void raise() {
        raised.incrementAndGet();
    }

    /** Replaces the active ones. */
    void show(List<Barrier> barriers) {
        active = barriers.isEmpty() ? NONE : barriers.toArray(NONE);
    }

    /** Returns the active ones; never to be changed. */
    Barrier[] active() {
        return active;
    }

    /** Returns true if no barrier is active. */
    boolean isQuiet() {
        return active.length == 0;
    }

    boolean hides(TierKey key, Entry entry) {
        for (Barrier barrier : active) {
            if (barrier.hides(key, entry)) {
                return true;
            }
        }
        return false;
    }

    boolean hides(TierKey key, MemoryEntry<?> entry) {
        for (Barrier barrier : active) {
            if (barrier.hides(key, entry)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the active barriers that reach a key, in words. */
    List<String> describe(TierKey key) {
        return List.of(active).stream()
                .filter(barrier -> barrier.scope().matchesKey(key))
                .map(Barrier::toString)
                .toList();
    }
}
