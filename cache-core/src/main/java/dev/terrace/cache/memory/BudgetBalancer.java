package dev.terrace.cache.memory;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Shares one budget of weight among regions and moves it to those that earn hits.
 *
 * <p>Each region is a cache with a maximum of its own; the sum of the maxima is within the budget at every moment. A
 * round of balancing does two things, see {@link BudgetPlan}:
 *
 * <ol>
 *   <li><i>Lend.</i> Room that a region neither uses nor is about to use goes to the regions that had to evict, at once
 *       and in full.
 *   <li><i>Shift.</i> When all room is used, a part of it moves toward the regions where one more unit would earn the
 *       most hits. That is measured by ghosts: each region remembers the last few hundred keys it evicted, and a miss on
 *       one of them is a hit that a little more room would have earned. This is the hill climbing of Cliffhanger
 *       (Cidon, Eisenman, Alizadeh, Katti, NSDI 2016), in rounds and with steps in proportion to the difference. A scan
 *       never asks twice, has no such hits and wins nothing.
 * </ol>
 *
 * <p>Hits are never seen: telling costs a counter on a miss and a slot on an eviction. A round is due after a number of
 * misses that grows with the number of entries, or at the first eviction while there is room elsewhere. Whoever causes
 * misses asks {@link #isDue} and runs {@link #rebalance}, here or on an executor, but never inside a cache's listener: a
 * round takes this balancer's lock and then, one after the other, the locks of the caches. {@link Share#evicted}
 * takes no lock, so it may be called under theirs.
 *
 * <p>Thread-safe. Driven from one thread it is deterministic: there is no clock and no random number in it.
 */
final class BudgetBalancer {
    /** What the balancer steers: a bounded cache that takes a new maximum at any time. */
    interface Resizable {
        /** Sets the most weight that may be held; evicts at once what is over. */
        void setMaximum(long maximum);

        /** Returns the weight held now. */
        long weightedSize();
    }

    /** One region's part of the budget. Every method may be called from any thread. */
    interface Share {
        /** Says that a key was evicted for room, not removed or expired. Cheap; takes no lock. */
        void evicted(int keyHash, int weight);

        /** Says that a key was looked for and not found. Cheap; takes no lock. */
        void missed(int keyHash);

        /** Returns the most weight that the region may hold now. */
        long maximum();

        /** Gives the part back; the cache keeps its maximum, so close or empty it first. */
        void leave();
    }

    private static final long FEWEST_MISSES = 256;
    private static final long MOST_MISSES = 16_384;
    /** One round for as many misses as a 32nd of the entries: the budget turns over in about one cache-full of misses. */
    private static final int ROUNDS_A_CACHEFUL = 32;

    private final long budget;
    private final AtomicLong misses = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final List<BudgetShare> shares = new ArrayList<>();

    private volatile long missesUntilDue = FEWEST_MISSES;
    private volatile boolean hasSpare;
    private volatile boolean isDue;

    /** Creates a balancer of {@code budget} units of weight, such as bytes. */
    BudgetBalancer(long budget) {
        if (budget <= 0) {
            throw new IllegalArgumentException("budget must be positive but was " + budget
                    + "; pass the weight that all regions may hold together");
        }
        this.budget = budget;
    }

    /**
     * Adds a region. It starts with room to fill: what is free, or half of what the region with the most unused room does
     * not use, and at least {@code minimum}; rounds give it more if it needs more.
     *
     * @param minimum the weight that no other region can take away, but at most an equal part of the budget; 0 for none
     */
    BudgetShare join(Resizable cache, long minimum) {
        if (minimum < 0) {
            throw new IllegalArgumentException("minimum must not be negative but was " + minimum + "; pass 0 for none");
        }
        BudgetShare share = new BudgetShare(this, cache, minimum);
        lock.lock();
        try {
            shares.add(share);
            BudgetPlan plan = new BudgetPlan(budget, shares);
            plan.welcome(shares.size() - 1);
            plan.apply();
            hasSpare = true;
        } finally {
            lock.unlock();
        }
        return share;
    }

    void leave(BudgetShare share) {
        lock.lock();
        try {
            shares.remove(share);
            hasSpare = true;
        } finally {
            lock.unlock();
        }
    }

    /** Whether enough has happened that {@link #rebalance} is worth calling. One volatile read. */
    boolean isDue() {
        return isDue;
    }

    /**
     * Moves room between regions; returns at once if another thread is at it. Takes time in proportion to the number of
     * regions and to the entries that must go.
     *
     * @return the weight that changed hands
     */
    long rebalance() {
        if (!lock.tryLock()) {
            return 0;
        }
        try {
            return round();
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private long round() {
        isDue = false;
        misses.set(0);
        for (BudgetShare share : shares) {
            share.beginRound();
        }
        BudgetPlan plan = new BudgetPlan(budget, shares);
        boolean foundSpare = plan.lend();
        if (!foundSpare) {
            plan.shift();
        }
        hasSpare = foundSpare;
        long wanted = Math.max(shares.size(), (long) (plan.entries() / ROUNDS_A_CACHEFUL));
        missesUntilDue = Math.min(MOST_MISSES, Math.max(FEWEST_MISSES, wanted));
        return plan.apply();
    }

    /** Called at each eviction: a round now can only help if there is room that nobody uses. */
    void roomWanted() {
        if (hasSpare && !isDue) {
            isDue = true;
        }
    }

    void missesSeen(int count) {
        if (misses.addAndGet(count) >= missesUntilDue) {
            isDue = true;
        }
    }
}
