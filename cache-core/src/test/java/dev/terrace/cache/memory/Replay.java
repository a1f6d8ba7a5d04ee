package dev.terrace.cache.memory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reads of several regions, replayed against real Caffeine caches with fixed or balanced maxima. */
final class Replay {
    static final int KEYS = 20_000;

    final int[] regions;
    final int[] keys;
    private final Random random;
    private int length;

    Replay(int reads, long seed) {
        this.regions = new int[reads];
        this.keys = new int[reads];
        this.random = new Random(seed);
    }

    /** Adds reads: {@code tenths[r]} of ten go to region r, by Zipf's law; a negative number is a scan's. */
    Replay add(int reads, double alpha, int... tenths) {
        double[] law = zipf(alpha);
        for (int end = length + reads; length < end; length++) {
            int draw = random.nextInt(Arrays.stream(tenths).map(Math::abs).sum());
            int region = 0;
            while (draw >= Math.abs(tenths[region])) {
                draw -= Math.abs(tenths[region++]);
            }
            regions[length] = region;
            keys[length] = tenths[region] < 0 ? length : rank(law);
        }
        return this;
    }

    private int rank(double[] law) {
        int found = Arrays.binarySearch(law, random.nextDouble());
        return Math.min(KEYS - 1, found < 0 ? -found - 1 : found);
    }

    private static double[] zipf(double alpha) {
        double[] sums = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += 1 / Math.pow(i + 1, alpha);
            sums[i] = sum;
        }
        for (int i = 0; i < KEYS; i++) {
            sums[i] /= sum;
        }
        return sums;
    }

    /** What a replay came to. */
    static final class Outcome {
        private final boolean[] hits;
        private final long[] maxima;

        private Outcome(boolean[] hits, long[] maxima) {
            this.hits = hits;
            this.maxima = maxima;
        }

        /** The last maximum of a region. */
        long maximum(int region) {
            return maxima[region];
        }

        /** The hit ratio of the reads from {@code from} on, in per cent. */
        double hitPercent(int from) {
            int count = 0;
            for (int i = from; i < hits.length; i++) {
                count += hits[i] ? 1 : 0;
            }
            return 100.0 * count / (hits.length - from);
        }
    }

    /** Replays against caches of these maxima. */
    Outcome fixed(long... maxima) {
        List<Region> caches = new ArrayList<>();
        for (long maximum : maxima) {
            Region region = new Region();
            region.setMaximum(maximum);
            caches.add(region);
        }
        return run(caches, null);
    }

    /** Replays against caches that share a budget; each is certain of a hundredth of it. */
    Outcome balanced(int regionCount, long budget) {
        BudgetBalancer balancer = new BudgetBalancer(budget);
        List<Region> caches = new ArrayList<>();
        for (int i = 0; i < regionCount; i++) {
            Region region = new Region();
            region.share = balancer.join(region, budget / 100);
            caches.add(region);
        }
        return run(caches, balancer);
    }

    private Outcome run(List<Region> caches, @Nullable BudgetBalancer balancer) {
        boolean[] hits = new boolean[length];
        for (int i = 0; i < length; i++) {
            hits[i] = caches.get(regions[i]).read(keys[i]);
            if (balancer != null && balancer.isDue()) {
                balancer.rebalance();
            }
        }
        long[] maxima = caches.stream()
                .mapToLong(region -> region.eviction().getMaximum())
                .toArray();
        return new Outcome(hits, maxima);
    }

    /** A region as the memory tier will have it: a weighted Caffeine cache that tells its share. */
    static class Region implements BudgetBalancer.Resizable {
        @Nullable
        BudgetShare share;

        private final Cache<Integer, Integer> cache = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(0)
                .weigher((Integer key, Integer weight) -> weight)
                .evictionListener(this::onEviction)
                .build();

        private void onEviction(@Nullable Integer key, @Nullable Integer weight, RemovalCause cause) {
            if (share != null && key != null && weight != null) {
                share.evicted(key, weight);
            }
        }

        /** Reads through the cache and returns whether it was a hit. */
        boolean read(int key) {
            return read(key, 1);
        }

        boolean read(int key, int weight) {
            if (cache.getIfPresent(key) != null) {
                return true;
            }
            if (share != null) {
                share.missed(key);
            }
            cache.put(key, weight);
            return false;
        }

        void clear() {
            cache.invalidateAll();
        }

        Policy.Eviction<Integer, Integer> eviction() {
            return cache.policy().eviction().orElseThrow();
        }

        @Override
        public void setMaximum(long maximum) {
            eviction().setMaximum(maximum);
        }

        @Override
        public long weightedSize() {
            return eviction().weightedSize().orElseThrow();
        }
    }
}
