package dev.terrace.cache.memory;

import java.util.List;

/**
 * The arithmetic of one round: new maxima for all shares, whose sum is never above the budget.
 *
 * <p>Lives for one round, under the balancer's lock. Rounding always goes down, so a few units may lie idle.
 */
final class BudgetPlan {
    /** The most that one round moves to one region, as a part of the budget. Larger steps overshoot, smaller ones lag. */
    private static final double STEP = 0.08;

    /** With so many ghost hits a round moves half a step: fewer are noise more than signal. */
    private static final double HITS_FOR_HALF_A_STEP = 8;

    /** Less spare room than this part of the budget is not worth a round of its own. */
    private static final int SPARE_PART = 256;

    private final long budget;
    private final List<BudgetShare> shares;
    private final long[] maxima;

    BudgetPlan(long budget, List<BudgetShare> shares) {
        this.budget = budget;
        this.shares = shares;
        this.maxima = shares.stream().mapToLong(BudgetShare::maximum).toArray();
    }

    /** Gives a new share its minimum and half of the largest unused part, so that its first entries find room. */
    void welcome(int index) {
        grantFloor(index);
        long free = budget - sum();
        int richest = index;
        long unused = 0;
        for (int i = 0; i < maxima.length; i++) {
            long idle = Math.min(shares.get(i).unused(), movable(i));
            if (i != index && idle > unused) {
                unused = idle;
                richest = i;
            }
        }
        long taken = free >= unused / 2 ? 0 : unused / 2;
        maxima[richest] -= taken;
        maxima[index] += taken == 0 ? free : taken;
    }

    /** Gives the share at {@code index} its minimum, taken from what is free and then from everyone in proportion. */
    void grantFloor(int index) {
        long wanted = floor(index);
        long free = budget - sum();
        double movable = 0;
        for (int i = 0; i < maxima.length; i++) {
            movable += movable(i);
        }
        long missing = wanted - free;
        for (int i = 0; i < maxima.length && missing > 0; i++) {
            long part = Math.min(movable(i), (long) Math.ceil(missing * (movable(i) / movable)));
            maxima[i] -= part;
            free += part;
        }
        maxima[index] = Math.min(wanted, free);
    }

    /**
     * Hands the room that nobody uses to the shares that had to evict, in proportion to what they evicted.
     *
     * @return whether there was any room worth the name, even if nobody wanted it
     */
    boolean lend() {
        long pressure = shares.stream().mapToLong(BudgetShare::pressure).sum();
        long pool = budget - sum();
        for (int i = 0; i < maxima.length; i++) {
            long spare = Math.min(shares.get(i).spare(), movable(i));
            pool += spare;
            maxima[i] -= pressure > 0 ? spare : 0;
        }
        for (int i = 0; i < maxima.length && pressure > 0; i++) {
            maxima[i] += (long) ((double) pool * shares.get(i).pressure() / pressure);
        }
        return pool > budget / SPARE_PART;
    }

    /** Moves room from shares whose slope is below the mean to those above it, in proportion to the distance. */
    void shift() {
        double steepest = shares.stream().mapToDouble(BudgetShare::slope).max().orElse(0);
        if (steepest == 0) {
            return;
        }
        double hits = shares.stream().mapToDouble(BudgetShare::recentGhostHits).sum();
        double scale = STEP * budget / steepest * hits / (hits + HITS_FOR_HALF_A_STEP);
        double[] moves = moves(scale, meanSlope());
        double asked = 0;
        double offered = 0;
        for (double move : moves) {
            asked += Math.max(0, move);
            offered += Math.max(0, -move);
        }
        double moved = Math.min(asked, offered);
        for (int i = 0; i < maxima.length && moved > 0; i++) {
            maxima[i] += (long) Math.floor(moves[i] * moved / (moves[i] > 0 ? asked : offered));
        }
    }

    private double[] moves(double scale, double mean) {
        double[] moves = new double[maxima.length];
        for (int i = 0; i < maxima.length; i++) {
            BudgetShare share = shares.get(i);
            double move = scale * (share.slope() - mean);
            if (move < 0) {
                moves[i] = Math.max(move, (double) -movable(i));
            } else if (share.pressure() > 0) {
                moves[i] = move;
            }
        }
        return moves;
    }

    /** The mean over those that can give or want to take: a thousand idle regions must not pull it down to nothing. */
    private double meanSlope() {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < maxima.length; i++) {
            double slope = shares.get(i).slope();
            if (slope > 0 || movable(i) > 0) {
                sum += slope;
                count++;
            }
        }
        return sum / count;
    }

    /** Sets the caches, shrinking before growing so that the sum is kept at every moment. Returns the weight granted. */
    long apply() {
        for (int i = 0; i < maxima.length; i++) {
            if (maxima[i] < shares.get(i).maximum()) {
                shares.get(i).setMaximum(maxima[i]);
            }
        }
        long granted = 0;
        for (int i = 0; i < maxima.length; i++) {
            long growth = maxima[i] - shares.get(i).maximum();
            if (growth > 0) {
                granted += growth;
                shares.get(i).setMaximum(maxima[i]);
            }
        }
        return granted;
    }

    double entries() {
        return shares.stream().mapToDouble(BudgetShare::entries).sum();
    }

    private long movable(int index) {
        return Math.max(0, maxima[index] - floor(index));
    }

    private long floor(int index) {
        return Math.min(shares.get(index).minimum, budget / shares.size());
    }

    private long sum() {
        long sum = 0;
        for (long maximum : maxima) {
            sum += maximum;
        }
        return sum;
    }
}
