package dev.terrace.cache.memory;

import dev.terrace.cache.policy.MemorySettings;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The memory tier: one Caffeine cache a region, under one budget that moves to the regions that earn
 * hits.
 *
 * <p>The unit of the budget is the byte of retained heap if bytes are bounded, else the entry. If both are
 * bounded, an entry weighs its bytes, but at least what an entry may take on average ({@code
 * maximumBytes / maximumEntries}): then neither limit can be passed.
 *
 * <p>Safe for use by many threads.
 */
public final class MemoryTier {

    private final Executor maintenance;
    private final boolean bytesBounded;
    private final long budget;
    private final long leastWeight;
    private final HeapSize heapSize = new HeapSize();
    private final long entryBytes = heapSize.shallow(MemoryEntry.class);
    private final BudgetBalancer balancer;
    private final AtomicBoolean rebalancing = new AtomicBoolean();

    /**
     * Makes the tier.
     *
     * @param settings the limits
     * @param maintenance runs evictions and the moving of budgets
     */
    public MemoryTier(MemorySettings settings, Executor maintenance) {
        this.maintenance = maintenance;
        this.bytesBounded = settings.maximumBytes() != Long.MAX_VALUE;
        boolean entriesBounded = settings.maximumEntries() != Long.MAX_VALUE;
        this.budget = bytesBounded ? settings.maximumBytes() : settings.maximumEntries();
        this.leastWeight =
                bytesBounded && entriesBounded ? Math.max(1, settings.maximumBytes() / settings.maximumEntries()) : 1;
        this.balancer = new BudgetBalancer(budget);
    }

    /**
     * Makes the part of the tier that holds one region.
     *
     * @param evictions hears of each entry that leaves for room; called inside the atomic step
     */
    public <V> MemoryRegion<V> region(MemoryRegion.Evictions<V> evictions) {
        return new MemoryRegion<>(this, evictions);
    }

    /** Returns what an entry with this key and value counts against the limits. */
    int weigh(String key, @Nullable Object value) {
        long weight = bytesBounded ? entryBytes + heapSize.ofEntry(key) + heapSize.of(value) : 1;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(leastWeight, weight));
    }

    /** Returns the budget in bytes; {@link Long#MAX_VALUE} if only entries are bounded. */
    public long maximumBytes() {
        return bytesBounded ? budget : Long.MAX_VALUE;
    }

    /** Returns true if weights are bytes. */
    boolean isBytesBounded() {
        return bytesBounded;
    }

    /** Returns what all regions together may hold: bytes if bytes are bounded, else entries. */
    public long budget() {
        return budget;
    }

    /** Moves room between regions now; returns after it is done. */
    public void rebalance() {
        balancer.rebalance();
    }

    BudgetBalancer balancer() {
        return balancer;
    }

    Executor maintenance() {
        return maintenance;
    }

    /** Moves room between regions soon, if enough has happened. One volatile read if not. */
    void rebalanceIfDue() {
        if (balancer.isDue() && rebalancing.compareAndSet(false, true)) {
            maintenance.execute(() -> {
                rebalancing.set(false);
                balancer.rebalance();
            });
        }
    }
}
