package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the paths of one region share.
 *
 * @param name the region's name
 * @param type the type of its values
 * @param settings its settings
 * @param memory its part of the memory tier; null if there is no memory tier
 * @param chain the tiers below
 * @param gate the one gate
 * @param barriers the barriers that reach it
 * @param liveness judges entries
 * @param maker makes entries
 * @param counters its counters
 * @param shared what all regions of the manager share
 */
record RegionParts<V>(
        String name,
        Type type,
        RegionSettings settings,
        @Nullable MemoryRegion<V> memory,
        Chain chain,
        InstallGate gate,
        RegionBarriers barriers,
        Liveness liveness,
        EntryMaker<V> maker,
        Counters counters,
        Core shared) {

    TierKey key(String key) {
        return new TierKey(name, key);
    }

    TimeSource time() {
        return shared.time();
    }

    Liveness.Instants now() {
        return new Liveness.Instants(time().millis(), time().nanos());
    }

    /** Notes where history stands for a key, before a read or load begins. */
    Note note(TierKey key) {
        return gate.note(key);
    }

    /** Stores an entry in memory if the gate permits it; false if it does not, or if there is no memory tier. */
    boolean installInMemory(TierKey key, MemoryEntry<V> entry, Gate permission) {
        if (memory == null) {
            return false;
        }
        long now = time().millis();
        MemoryEntry<V> bounded = maker.forMemory(entry, now);
        return inStep(() -> memory.install(key.key(), bounded, permission, present -> isGone(key, present, now)));
    }

    /** Sweeps wait for what is done in a step, see {@link GracePeriods}. */
    private <T extends @Nullable Object> T inStep(Supplier<T> change) {
        GracePeriods.Period step = shared.grace().enter();
        try {
            return change.get();
        } finally {
            step.leave();
        }
    }

    /** As {@link #installInMemory}, but returns what was replaced, null if nothing was; the entry is made inside the step. */
    @Nullable
    MemoryEntry<V> exchangeInMemory(TierKey key, Supplier<MemoryEntry<V>> made, Gate permission) {
        if (memory == null) {
            return null;
        }
        long now = time().millis();
        return memory.exchange(
                key.key(), () -> maker.forMemory(made.get(), now), permission, present -> isGone(key, present, now));
    }

    /** Removes an entry from memory if the gate permits it; returns what was removed. */
    @Nullable
    MemoryEntry<V> removeFromMemory(TierKey key, Gate permission) {
        if (memory == null) {
            return null;
        }
        long now = time().millis();
        return inStep(() -> memory.remove(key.key(), permission, present -> isGone(key, present, now)));
    }

    /** Removes an entry from memory if it is from before that position; returns it. */
    @Nullable
    MemoryEntry<V> removeOlderFromMemory(TierKey key, long position) {
        return memory == null
                ? null
                : inStep(() ->
                        memory.remove(key.key(), tag -> tag == Gate.ABSENT, present -> present.position() < position));
    }

    /** Finishes pending evictions from memory, and waits for one under way. */
    void settleMemory() {
        if (memory != null) {
            memory.settle();
        }
    }

    /** Removes just this entry from memory; false if it is no longer there. */
    boolean removeFromMemory(TierKey key, MemoryEntry<V> entry) {
        return memory != null
                && inStep(() -> memory.remove(key.key(), presentTag -> presentTag == entry.tag(), present -> false))
                        != null;
    }

    /** What a barrier hides is gone, though not yet swept: a newer value may take its place. */
    private boolean isGone(TierKey key, MemoryEntry<V> present, long now) {
        return present.isDead(now) || barriers.hides(key, present);
    }
}
