package dev.terrace.cache.memory;

import dev.terrace.cache.memory.BudgetBalancer.Resizable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One region's part of a {@link BudgetBalancer}'s budget, and what the region has told since the last round.
 *
 * <p>{@link #evicted} and {@link #missed} are lock-free and may be called under the cache's own locks. Everything else
 * belongs to the balancer and is guarded by its lock.
 */
final class BudgetShare implements BudgetBalancer.Share {
    /** Of the ghost hits counted so far, what still counts after a round. */
    private static final double KEPT = 0.8;

    private static final int MISSES_A_REPORT = 32;

    final Resizable cache;
    final long minimum;
    private final BudgetBalancer balancer;
    private final AtomicInteger misses = new AtomicInteger();
    private final AtomicInteger ghostHits = new AtomicInteger();
    private final AtomicLong evictedCount = new AtomicLong();
    private final AtomicLong evictedWeight = new AtomicLong();
    private volatile @Nullable GhostKeys ghosts;
    private volatile long maximum;

    private double recentGhostHits;
    private double averageWeight;
    private long used;
    private long growth;
    private long pressure;

    BudgetShare(BudgetBalancer balancer, Resizable cache, long minimum) {
        this.balancer = balancer;
        this.cache = cache;
        this.minimum = minimum;
    }

    @Override
    public void evicted(int keyHash, int weight) {
        GhostKeys remembered = ghosts;
        if (remembered == null) {
            // Two threads may both create one: the evictions of one moment are forgotten.
            remembered = new GhostKeys();
            ghosts = remembered;
        }
        remembered.add(keyHash);
        evictedCount.getAndIncrement();
        evictedWeight.getAndAdd(weight);
        balancer.roomWanted();
    }

    @Override
    public void missed(int keyHash) {
        GhostKeys remembered = ghosts;
        if (remembered == null) {
            return; // it never had to evict: it wants no room, and need not ask for a round
        }
        if (remembered.remove(keyHash)) {
            ghostHits.getAndIncrement();
        }
        if (misses.incrementAndGet() % MISSES_A_REPORT == 0) {
            balancer.missesSeen(MISSES_A_REPORT);
        }
    }

    @Override
    public long maximum() {
        return maximum;
    }

    @Override
    public void leave() {
        balancer.leave(this);
    }

    void setMaximum(long weight) {
        maximum = weight;
        cache.setMaximum(weight);
    }

    /** Takes over what was told since the last round. */
    void beginRound() {
        long before = used;
        used = cache.weightedSize();
        growth = Math.max(0, used - before);
        long count = evictedCount.getAndSet(0);
        pressure = evictedWeight.getAndSet(0);
        if (count > 0) {
            double weight = Math.max(1.0, (double) pressure / count);
            averageWeight = averageWeight == 0 ? weight : (3 * averageWeight + weight) / 4;
        }
        recentGhostHits = recentGhostHits * KEPT + ghostHits.getAndSet(0);
    }

    /** The weight it would take at once if it could: what it evicted, or may have to before the next round. */
    long pressure() {
        boolean isNearlyFull = used > maximum - maximum / 8;
        return pressure > 0 || !isNearlyFull ? pressure : growth;
    }

    /** The weight it does not use at this moment. */
    long unused() {
        return Math.max(0, maximum - cache.weightedSize());
    }

    /** The weight it neither uses nor looks like needing before the next round. */
    long spare() {
        return pressure > 0 ? 0 : Math.max(0, maximum - used - growth);
    }

    double recentGhostHits() {
        return recentGhostHits;
    }

    /** Hits that one more unit of weight would have earned: the slope of the hit curve at the present size. */
    double slope() {
        return averageWeight == 0 ? 0 : recentGhostHits / (GhostKeys.SLOTS * averageWeight);
    }

    /** The number of entries held, or a guess that is too high before the first eviction. */
    double entries() {
        return used / Math.max(1.0, averageWeight);
    }
}
