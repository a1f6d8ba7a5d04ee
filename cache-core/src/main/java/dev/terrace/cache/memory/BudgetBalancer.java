package dev.terrace.cache.memory;

/** Shares one budget of weight among regions and moves it to those that earn hits. */
final class BudgetBalancer {
    /** What the balancer steers: a bounded cache that takes a new maximum at any time. */
    interface Resizable {
        /** Sets the most weight that may be held; evicts at once what is over. */
        void setMaximum(long maximum);

        /** Returns the weight held now. */
        long weightedSize();
    }

    /** One region's part of the budget. */
    interface Share {
        /** Says that a key was evicted for room. Called under the cache's lock: notes it and returns. */
        void evicted(int keyHash, int weight);

        /** Says that a key was not found. */
        void missed(int keyHash);

        /** Returns the maximum given to the region now. */
        long maximum();

        /** Gives the whole part back; the cache's maximum is left alone. */
        void leave();
    }

    BudgetBalancer(long budget) {}

    Share join(Resizable cache, long minimum) {
        cache.setMaximum(minimum);
        return new Share() {
            @Override
            public void evicted(int keyHash, int weight) {}

            @Override
            public void missed(int keyHash) {}

            @Override
            public long maximum() {
                return minimum;
            }

            @Override
            public void leave() {}
        };
    }

    /** Whether enough has happened that {@link #rebalance} is worth calling. One volatile read. */
    boolean isDue() {
        return false;
    }

    /** Moves room between regions. Never call it from a cache's listener. */
    void rebalance() {}
}
