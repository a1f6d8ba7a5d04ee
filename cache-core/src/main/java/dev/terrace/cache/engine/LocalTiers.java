package dev.terrace.cache.engine;

import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.util.List;

/**
 * The tiers of this process as one, for changes that come from elsewhere, also to regions that were
 * not made in this process.
 */
final class LocalTiers {

    private final Regions regions;
    private final List<TierGuard> tiers;
    private final Fences fences;
    private final Counters unowned;

    LocalTiers(Regions regions, List<TierGuard> tiers, Fences fences, Counters unowned) {
        this.regions = regions;
        this.tiers = tiers;
        this.fences = fences;
        this.unowned = unowned;
    }

    /**
     * Drops a key unless it is the entry with this tag. Gates are closed meanwhile, so that nobody lifts the old value
     * from disk to memory, or lets it down.
     */
    void drop(TierKey key, long keptTag) {
        drop(key, presentTag -> presentTag != keptTag || presentTag == Gate.ABSENT);
    }

    /** As {@link #drop(TierKey, long)}, for the entries that a gate permits to go. */
    void drop(TierKey key, Gate doomed) {
        Region<?> region = regions.get(key.region());
        fences.beginDrop(key.hashCode());
        try {
            for (int i = tiers.size() - 1; i >= 0; i--) {
                tiers.get(i).remove(key, doomed, unowned);
            }
            if (region != null) {
                dropFromMemory(region.parts(), key, doomed);
            }
        } finally {
            fences.endDrop(key.hashCode());
        }
    }

    private <V> void dropFromMemory(RegionParts<V> parts, TierKey key, Gate doomed) {
        MemoryEntry<V> gone = parts.removeFromMemory(key, doomed);
        if (gone != null) {
            parts.counters().count(RemovalCause.COHERENCE);
            parts.shared().events().removed(key.region(), key.key(), gone.value(), RemovalCause.COHERENCE);
        }
    }

    /** Removes a key from the tiers of this process; true if one of them held it. */
    boolean removeBelow(TierKey key, Gate gate) {
        boolean removed = false;
        for (int i = tiers.size() - 1; i >= 0; i--) {
            removed |= tiers.get(i).remove(key, gate, unowned);
        }
        return removed;
    }
}
