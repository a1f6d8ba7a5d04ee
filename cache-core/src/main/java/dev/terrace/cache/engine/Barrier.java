package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/**
 * One removal of many keys that is not yet swept: entries of the scope that are not newer than the
 * position count as gone.
 *
 * @param scope which entries
 * @param position local position at which it was raised
 * @param retired completes when what it hides has been removed from every tier
 */
record Barrier(Scope scope, long position, CompletableFuture<Void> retired) {

    Barrier(Scope scope, long position) {
        this(scope, position, new CompletableFuture<>());
    }

    /** Returns true if one of these barriers, active before a tier was asked, hides its answer. */
    static boolean isHidden(TierKey key, Entry entry, Collection<Barrier> active) {
        return active.stream().anyMatch(barrier -> barrier.hides(key, entry));
    }

    boolean hides(TierKey key, Entry entry) {
        return entry.position() <= position && scope.matches(key, entry);
    }

    boolean hides(TierKey key, MemoryEntry<?> entry) {
        return entry.position() <= position && hidesLabels(entry) && scope.matchesKey(key);
    }

    private boolean hidesLabels(MemoryEntry<?> entry) {
        Long label = scope.label();
        return label == null || entry.hasLabel(label);
    }

    @Override
    public String toString() {
        return scope + " up to position " + position;
    }
}
