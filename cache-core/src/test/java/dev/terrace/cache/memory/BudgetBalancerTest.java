package dev.terrace.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.memory.Replay.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BudgetBalancerTest {
    private final BudgetBalancer balancer = new BudgetBalancer(1000);

    private Region join(long minimum) {
        return join(balancer, minimum);
    }

    private static Region join(BudgetBalancer balancer, long minimum) {
        Region region = new Region();
        region.share = balancer.join(region, minimum);
        return region;
    }

    private static long maximum(Region region) {
        return region.eviction().getMaximum();
    }

    private void read(Region region, int from, int to) {
        for (int key = from; key < to; key++) {
            region.read(key);
            if (balancer.isDue()) {
                balancer.rebalance();
            }
        }
    }

    @Test
    void refusesABudgetOfZeroAndANegativeMinimum() {
        assertThatThrownBy(() -> new BudgetBalancer(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("budget must be positive but was 0");
        assertThatThrownBy(() -> join(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimum must not be negative but was -1");
    }

    @Test
    void sumOfMaximaNeverExceedsTheBudget() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Region> regions = new ArrayList<>();
        List<Region> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int choice = random.nextInt(1000);
            if (regions.isEmpty() || choice < 2) {
                Region region = new Watched(all);
                region.share = balancer.join(region, random.nextInt(300));
                regions.add(region);
            } else if (choice < 4) {
                Region left = regions.remove(random.nextInt(regions.size()));
                left.setMaximum(0);
                share(left).leave();
            } else {
                Region region = regions.get(random.nextInt(regions.size()));
                region.read(random.nextInt(2000), 1 + random.nextInt(5));
            }
            if (choice % 7 == 0 || balancer.isDue()) {
                balancer.rebalance();
            }
            assertThat(all.stream().mapToLong(BudgetBalancerTest::maximum).sum())
                    .isLessThanOrEqualTo(1000);
        }
    }

    /** Checks the sum whenever one maximum changes. */
    private static final class Watched extends Region {
        private final List<Region> all;

        Watched(List<Region> all) {
            this.all = all;
            all.add(this);
        }

        @Override
        public void setMaximum(long maximum) {
            super.setMaximum(maximum);
            assertThat(all.stream().mapToLong(BudgetBalancerTest::maximum).sum())
                    .isLessThanOrEqualTo(1000);
        }
    }

    private static BudgetShare share(Region region) {
        BudgetShare share = region.share;
        if (share == null) {
            throw new AssertionError("a region that never joined");
        }
        return share;
    }

    @Nested
    class Lending {
        @Test
        void firstRegionStartsWithTheWholeBudget() {
            Region region = join(100);
            assertThat(maximum(region)).isEqualTo(1000);
            assertThat(share(region).maximum()).isEqualTo(1000);
        }

        @Test
        void newcomerStartsWithHalfOfWhatTheRichestDoesNotUse() {
            Region first = join(0);
            read(first, 0, 200);
            Region second = join(0);
            assertThat(maximum(second)).isEqualTo(400);
            assertThat(maximum(first)).isEqualTo(600);
            Region third = join(0);
            assertThat(maximum(third)).isEqualTo(200);
        }

        @Test
        void oneEvictionIsEnoughToGetIdleRoom() {
            Region busy = join(100);
            Region idle = join(100);
            read(idle, 0, 50);
            read(busy, 0, 501);
            assertThat(maximum(busy)).isGreaterThanOrEqualTo(800);
            assertThat(maximum(idle)).isLessThanOrEqualTo(100);
        }

        @Test
        void minimumIsNeverTakenAway() {
            Region idle = join(100);
            Region busy = join(0);
            read(busy, 0, 5000);
            assertThat(maximum(idle)).isEqualTo(100);
            assertThat(maximum(busy)).isEqualTo(900);
        }

        @Test
        void newcomerGetsItsMinimumFromAFullBudget() {
            Region old = join(0);
            read(old, 0, 3000);
            Region other = join(0);
            Region young = join(200);
            assertThat(maximum(young)).isEqualTo(200);
            assertThat(maximum(old) + maximum(other)).isLessThanOrEqualTo(800);
            assertThat(old.weightedSize()).isLessThanOrEqualTo(800);
        }

        @Test
        void minimaThatAreTooLargeTogetherShrinkToEqualParts() {
            for (int i = 0; i < 10; i++) {
                assertThat(maximum(join(600))).isGreaterThanOrEqualTo(1000 / (i + 1));
            }
        }

        @Test
        void roomOfARegionThatLeftGoesToTheOthers() {
            Region gone = join(500);
            Region stays = join(100);
            read(gone, 0, 500);
            gone.setMaximum(0);
            share(gone).leave();
            read(stays, 0, 1500);
            assertThat(maximum(stays)).isEqualTo(1000);
        }

        @Test
        void roomOfAClearedRegionGoesToTheOthers() {
            Region cleared = join(0);
            Region other = join(0);
            read(cleared, 0, 900);
            cleared.clear();
            read(other, 0, 2000);
            assertThat(maximum(other)).isGreaterThan(800);
        }
    }

    @Nested
    class Rounds {
        @Test
        void nothingIsDueWithoutMisses() {
            Region region = join(1000);
            read(region, 0, 100);
            balancer.rebalance();
            read(region, 0, 100);
            assertThat(balancer.isDue()).isFalse();
        }

        @Test
        void roundReturnsTheWeightThatChangedHands() {
            Region idle = join(100);
            Region region = join(100);
            assertThat(balancer.rebalance()).isZero();
            for (int key = 0; key < 550; key++) {
                region.read(key);
            }
            assertThat(balancer.rebalance()).isEqualTo(400);
            assertThat(maximum(idle)).isEqualTo(100);
        }

        @Test
        void sameEventsGiveTheSameMaxima() {
            assertThat(maximaAfterAScript()).isEqualTo(maximaAfterAScript());
        }

        private List<Long> maximaAfterAScript() {
            BudgetBalancer fresh = new BudgetBalancer(1000);
            List<Counting> caches = List.of(new Counting(), new Counting());
            List<BudgetShare> shares =
                    caches.stream().map(cache -> fresh.join(cache, 10)).toList();
            Random random = new Random(5);
            for (int i = 0; i < 50_000; i++) {
                int which = random.nextInt(4) == 0 ? 1 : 0;
                int key = random.nextInt(1500);
                shares.get(which).missed(key);
                caches.get(which).used = caches.get(which).maximum;
                shares.get(which).evicted(random.nextInt(1500), 1);
                if (fresh.isDue()) {
                    fresh.rebalance();
                }
            }
            return caches.stream().map(cache -> cache.maximum).toList();
        }
    }

    private static final class Counting implements BudgetBalancer.Resizable {
        private long maximum;
        private long used;

        @Override
        public void setMaximum(long weight) {
            maximum = weight;
            used = Math.min(used, weight);
        }

        @Override
        public long weightedSize() {
            return used;
        }
    }

    @Test
    void aThousandIdleRegionsHoldNoGhosts() {
        HeapSize heap = new HeapSize();
        BudgetBalancer large = new BudgetBalancer(1_000_000);
        List<BudgetShare> shares = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            shares.add(large.join(new Counting(), 100));
        }
        assertThat(heap.of(shares.get(0)) / shares.size()).isLessThan(400);
        shares.get(0).evicted(1, 1);
        assertThat(heap.of(shares.get(0)) / shares.size()).isLessThan(400);
    }

    @Test
    @Timeout(60)
    void threadsMayTellAndBalanceAtOnce() throws Exception {
        List<Region> regions = List.of(join(10), join(10), join(10));
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> results = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int seed = i;
            results.add(threads.submit((Callable<Void>) () -> {
                Random random = new Random(seed);
                for (int n = 0; n < 30_000; n++) {
                    regions.get(random.nextInt(3)).read(random.nextInt(1500));
                    if (balancer.isDue()) {
                        balancer.rebalance();
                    }
                }
                return null;
            }));
        }
        results.add(threads.submit((Callable<Void>) () -> {
            while (!isOver.get()) {
                share(join(5)).leave();
                balancer.rebalance();
            }
            return null;
        }));
        for (Future<?> result : results.subList(0, 3)) {
            result.get();
        }
        isOver.set(true);
        results.get(3).get();
        threads.shutdown();
        assertThat(sumOfMaxima(regions)).isLessThanOrEqualTo(1000);
        for (int i = 0; i < 1500; i++) {
            int key = i;
            regions.forEach(region -> region.read(key));
            balancer.rebalance(); // room that was given back moves in steps, to those that miss
        }
        assertThat(sumOfMaxima(regions)).isBetween(900L, 1000L);
    }

    private static long sumOfMaxima(List<Region> regions) {
        return regions.stream().mapToLong(BudgetBalancerTest::maximum).sum();
    }
}
