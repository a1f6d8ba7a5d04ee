package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.util.concurrent.Semaphore;

/**
 * Offers what memory evicts for room to the next tier below, if it is not there, with its remaining
 * time. The fence is noted inside the eviction; the copy is made in the background, through the gate.
 */
final class Demoter<V> implements MemoryRegion.Evictions<V> {

    private static final int ROOM = 1024;

    private final RegionParts<V> parts;
    private final Promoter<V> promoter;
    private final Semaphore room = new Semaphore(ROOM);
    private final boolean demotes;

    Demoter(RegionParts<V> parts, Promoter<V> promoter) {
        this.parts = parts;
        this.promoter = promoter;
        this.demotes = parts.settings().placement().demotion()
                && !parts.chain().local().isEmpty();
    }

    @Override
    public void evicted(String key, MemoryEntry<V> entry) {
        parts.counters().count(RemovalCause.EVICTION);
        if (parts.shared().events().isHeard()) {
            parts.shared().events().removed(parts.name(), key, entry.value(), RemovalCause.EVICTION);
        }
        if (demotes && entry.isFresh(parts.time().millis()) && room.tryAcquire()) {
            TierKey name = parts.key(key);
            Note note = parts.note(name);
            if (!parts.shared().workers().tryRun(() -> demoteAndRelease(name, entry, note))) {
                room.release();
            }
        }
    }

    private void demoteAndRelease(TierKey key, MemoryEntry<V> entry, Note note) {
        try {
            demote(key, entry, note);
        } finally {
            room.release();
        }
    }

    private void demote(TierKey key, MemoryEntry<V> entry, Note note) {
        TierGuard next = parts.chain().local().get(0);
        Entry encoded = parts.maker().encode(key, entry);
        Gate gate = parts.gate().since(key, note, Gate.ABSENT);
        if (!note.hides(key, entry)
                && promoter.admits(next.name(), key, encoded, entry)
                && next.offer(key, encoded, gate, parts.counters())) {
            parts.counters().count(next.index(), TierEvent.DEMOTION);
        }
    }
}
