package dev.terrace.cache.engine;

import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The regions that were made, and what is done to the memory of all of them at once. */
final class Regions {

    private static final int BATCH = 1000;

    private final Map<String, Region<?>> byName = new ConcurrentHashMap<>();
    private final TimeSource time;
    private final Epochs epochs;
    private final Events events;
    private final GracePeriods grace;
    private final RemovalLog removals;

    Regions(Ground ground, RemovalLog removals) {
        this.time = ground.time();
        this.epochs = ground.epochs();
        this.events = ground.events();
        this.grace = ground.grace();
        this.removals = removals;
    }

    Map<String, Region<?>> byName() {
        return byName;
    }

    @Nullable
    Region<?> get(String name) {
        return byName.get(name);
    }

    Collection<Region<?>> all() {
        return byName.values();
    }

    long now() {
        return time.millis();
    }

    long clockOffset() {
        return epochs.clockOffset();
    }

    /**
     * Removes what a barrier hides from memory.
     *
     * @param distinct says how many of some removed live keys count
     */
    long sweepMemory(Barrier barrier, ToLongFunction<Collection<TierKey>> distinct) {
        long count = 0;
        for (Region<?> region : reaching(barrier.scope())) {
            count += sweep(region.parts(), barrier, distinct);
        }
        awaitRemovals(barrier.scope());
        return count;
    }

    /** The walk passed over what others were removing, by a step or for room: only when they are through is it gone. */
    private void awaitRemovals(Scope scope) {
        reaching(scope).forEach(region -> region.parts().settleMemory());
        grace.elapse().join();
    }

    private List<Region<?>> reaching(Scope scope) {
        return all().stream().filter(region -> scope.reaches(region.name())).toList();
    }

    private <V> long sweep(RegionParts<V> parts, Barrier barrier, ToLongFunction<Collection<TierKey>> distinct) {
        MemoryRegion<V> memory = parts.memory();
        if (memory == null) {
            return 0;
        }
        long count = 0;
        List<TierKey> live = new ArrayList<>();
        Iterator<Map.Entry<String, MemoryEntry<V>>> entries = memory.iterator();
        while (entries.hasNext()) {
            Map.Entry<String, MemoryEntry<V>> entry = entries.next();
            TierKey key = parts.key(entry.getKey());
            if (barrier.hides(key, entry.getValue()) && sweep(parts, key, entry.getValue())) {
                live.add(key);
            }
            if (live.size() == BATCH) {
                count += distinct.applyAsLong(live);
                live.clear();
            }
        }
        return count + distinct.applyAsLong(live);
    }

    /** Removes one entry that a sweep came by; true if it was live. */
    private <V> boolean sweep(RegionParts<V> parts, TierKey key, MemoryEntry<V> entry) {
        long now = time.millis();
        return remove(parts, key, entry, RemovalCause.INVALIDATION) && entry.value() != null && entry.isFresh(now);
    }

    /** Removes one entry; false if it is no longer there. */
    private <V> boolean remove(RegionParts<V> parts, TierKey key, MemoryEntry<V> entry, RemovalCause cause) {
        if (!parts.removeFromMemory(key, entry)) {
            return false;
        }
        parts.counters().count(cause);
        events.removed(key.region(), key.key(), entry.value(), cause);
        return true;
    }

    /** A barrier's sweep is over. */
    void swept(Barrier barrier, long count) {
        events.invalidated(barrier.scope().toString(), count);
    }

    /** Remembers what removed a key. */
    void removedBy(TierKey key, Barrier barrier) {
        removals.note(key, "invalidation of " + barrier.scope(), time.millis());
    }

    /** Removes from memory what is dead, and returns how much. */
    long removeExpired() {
        long count = 0;
        for (Region<?> region : all()) {
            count += removeIf(region.parts(), entry -> entry.isDead(time.millis()), RemovalCause.EXPIRY);
        }
        return count;
    }

    /** Empties memory. */
    long empty() {
        long count = 0;
        for (Region<?> region : all()) {
            count += removeIf(region.parts(), entry -> true, RemovalCause.INVALIDATION);
        }
        return count;
    }

    private <V> long removeIf(RegionParts<V> parts, Predicate<MemoryEntry<V>> doomed, RemovalCause cause) {
        MemoryRegion<V> memory = parts.memory();
        if (memory == null) {
            return 0;
        }
        long removed = 0;
        Iterator<Map.Entry<String, MemoryEntry<V>>> entries = memory.iterator();
        while (entries.hasNext()) {
            Map.Entry<String, MemoryEntry<V>> entry = entries.next();
            if (doomed.test(entry.getValue()) && remove(parts, parts.key(entry.getKey()), entry.getValue(), cause)) {
                removed++;
            }
        }
        return removed;
    }
}
