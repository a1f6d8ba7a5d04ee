package dev.terrace.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.terrace.cache.tier.Gate;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one region in memory. Expiry is ours, not Caffeine's: a check against a time that the
 * read takes anyway costs less than Caffeine's bookkeeping, and a stale entry can stay to stand in for
 * a failed load.
 *
 * <p>Every change asks its {@link Gate} inside Caffeine's atomic step for the key.
 *
 * @param <V> the type of the values
 */
public final class MemoryRegion<V> {

    private final MemoryTier tier;
    private final Cache<String, MemoryEntry<V>> cache;
    private final ConcurrentMap<String, MemoryEntry<V>> map;
    private final Policy.Eviction<String, MemoryEntry<V>> eviction;
    private final BudgetShare share;

    /** Hears of evictions. */
    @FunctionalInterface
    public interface Evictions<V> {

        /** An entry leaves for room; called inside the atomic step, must be fast and must not block. */
        void evicted(String key, MemoryEntry<V> entry);
    }

    MemoryRegion(MemoryTier tier, Evictions<V> evictions) {
        this.tier = tier;
        this.cache = Caffeine.newBuilder()
                .executor(tier.maintenance())
                .maximumWeight(tier.budget())
                .weigher((String key, MemoryEntry<V> entry) -> entry.weight())
                .evictionListener((@Nullable String key, @Nullable MemoryEntry<V> entry, RemovalCause cause) ->
                        onEviction(evictions, key, entry))
                .build();
        this.map = cache.asMap();
        this.eviction = cache.policy().eviction().orElseThrow();
        this.share = tier.balancer().join(new Bounds(), 0);
    }

    private void onEviction(Evictions<V> evictions, @Nullable String key, @Nullable MemoryEntry<V> entry) {
        if (key != null && entry != null) {
            share.evicted(key.hashCode(), entry.weight());
            evictions.evicted(key, entry);
        }
    }

    /** Lets the balancer set this region's part of the budget. */
    private final class Bounds implements BudgetBalancer.Resizable {

        @Override
        public void setMaximum(long maximum) {
            eviction.setMaximum(maximum);
        }

        @Override
        public long weightedSize() {
            return eviction.weightedSize().orElse(0);
        }
    }

    /** Returns the entry of a key, whatever its state; null if there is none. Allocates nothing. */
    public @Nullable MemoryEntry<V> get(String key) {
        return cache.getIfPresent(key);
    }

    /** As {@link #get}, but does not count as a use. */
    public @Nullable MemoryEntry<V> peek(String key) {
        return cache.policy().getIfPresentQuietly(key);
    }

    /** Notes that a key was looked for and not found, for the moving of budgets. */
    public void missed(String key) {
        share.missed(key.hashCode());
    }

    /**
     * Stores an entry if the gate permits it.
     *
     * @param gone says which present entries count as absent
     * @return false if the gate was closed
     */
    public boolean install(String key, MemoryEntry<V> entry, Gate gate, Predicate<MemoryEntry<V>> gone) {
        MemoryEntry<V> present = map.compute(key, (k, old) -> gate.permits(presentTag(old, gone)) ? entry : old);
        tier.rebalanceIfDue();
        return present == entry;
    }

    private static <V> long presentTag(@Nullable MemoryEntry<V> present, Predicate<MemoryEntry<V>> gone) {
        return present == null || gone.test(present) ? Gate.ABSENT : present.tag();
    }

    /**
     * Stores an entry if the gate permits it; see {@link #install}.
     *
     * @param made returns the entry; called inside the atomic step and before the gate is asked: what the gate rules out
     *     is then later than any position that this draws
     * @return what it replaced; null if there was nothing, or if the gate was closed
     */
    public @Nullable MemoryEntry<V> exchange(
            String key, Supplier<MemoryEntry<V>> made, Gate gate, Predicate<MemoryEntry<V>> gone) {
        Removal<V> replaced = new Removal<>();
        map.compute(key, (k, old) -> {
            MemoryEntry<V> entry = made.get();
            boolean permitted = gate.permits(presentTag(old, gone));
            replaced.entry = permitted ? old : null;
            return permitted ? entry : old;
        });
        tier.rebalanceIfDue();
        return replaced.entry;
    }

    /**
     * Removes an entry if the gate permits it.
     *
     * @param gone says which present entries count as absent; they are removed all the same
     * @return what was removed; null if nothing was
     */
    public @Nullable MemoryEntry<V> remove(String key, Gate gate, Predicate<MemoryEntry<V>> gone) {
        Removal<V> removal = new Removal<>();
        map.compute(key, (k, old) -> {
            boolean permitted = gate.permits(presentTag(old, gone));
            removal.entry = permitted ? old : null;
            return permitted ? null : old;
        });
        return removal.entry;
    }

    private static final class Removal<V> {
        @Nullable
        MemoryEntry<V> entry;
    }

    /**
     * Returns a weakly consistent walk over the keys and entries. It passes over an entry whose removal or eviction has
     * begun, though {@link #get} finds it until that has ended.
     */
    public Iterator<Map.Entry<String, MemoryEntry<V>>> iterator() {
        return map.entrySet().iterator();
    }

    /** Returns the keys as they come and go. */
    public Set<String> keys() {
        return map.keySet();
    }

    /** Makes an entry's weight for this region's tier. */
    public int weigh(String key, @Nullable V value) {
        return tier.weigh(key, value);
    }

    /** Returns how many entries are held; a few evictions may be pending. */
    public long size() {
        return cache.estimatedSize();
    }

    /** Returns what the entries weigh: bytes if bytes are bounded, else entries. */
    public long weight() {
        return eviction.weightedSize().orElse(0);
    }

    /** Returns this region's part of the budget. */
    public long maximum() {
        return share.maximum();
    }

    /** Returns the keys that would be evicted first, the very first one first; a snapshot. */
    public List<String> coldest(int most) {
        return List.copyOf(eviction.coldest(most).keySet());
    }

    /** Finishes pending evictions, and waits for one under way. */
    public void settle() {
        cache.cleanUp();
    }

    /** Drops everything and gives the budget back. */
    public void close() {
        share.leave();
        cache.invalidateAll();
    }
}
