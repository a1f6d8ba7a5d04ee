package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Removed;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("R8: a sweep begins when nothing older is on its way, and nothing older is served after it")
class Rule08SweepTest {

    private static Running<Boolean> startSet(Node node, String value) {
        return ConcurrentRun.start(() -> {
            node.cache.set("a", value);
            return true;
        });
    }

    /** The newer one stays registered to keep the older one off the tiers; the sweep took its value. */
    @Test
    void aWriteThatHasEndedIsNotServedWhileAnOlderOneOfItsKeyIsStillUnderWay() {
        try (Node node = Node.local().start()) {
            Pause storing = node.onDisk().pauseBefore(Operation.PUT, Node.A);
            Running<Boolean> older = startSet(node, "older");
            storing.awaitReached();
            node.cache.set("a", "newer");
            node.cache.clear();
            assertThat(node.cache.get("a")).isNull();
            storing.release();
            older.result();
            assertThat(node.cache.get("a")).isNull();
            assertThat(node.onDiskStored()).isNull();
        }
    }

    @Nested
    class AnInstallWhoseGateHasAnswered {

        private final PausedInsidePut tier = new PausedInsidePut();

        /** The walk does not see an entry whose atomic step is under way. */
        @Test
        void isAwaitedAndSwept() {
            try (CacheManager manager =
                    CacheManager.builder().time(new FakeTime()).tier(tier).build()) {
                Cache<String> cache = manager.cache(Node.REGION, String.class);
                Running<String> loading = ConcurrentRun.start(() -> cache.get("a", key -> "old"));
                tier.answered.awaitReached();
                Running<Long> clearing = ConcurrentRun.start(cache::clear);
                clearing.awaitDoneOrWaiting();
                tier.answered.release();
                loading.result();
                clearing.result();
                assertThat(tier.get(Node.A)).isNull();
                assertThat(cache.get("a")).isNull();
            }
        }
    }

    /** Caffeine's walk passes over what is being removed, and reads find it until it is gone. */
    @Nested
    class ARemovalFromMemoryUnderWay {

        private final AtomicReference<GracePeriods.Period> step = new AtomicReference<>();
        private final AtomicBoolean beginsInTheWalk = new AtomicBoolean();
        private final CacheManager manager = CacheManager.builder()
                .time(new FakeTime())
                .listener(new CacheListener() {
                    @Override
                    public void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
                        if (beginsInTheWalk.get()) {
                            step.set(core.grace().enter());
                        }
                    }
                })
                .build();
        private final Region<String> region = (Region<String>) manager.cache(Node.REGION, String.class);
        private final Core core = region.parts().shared();

        @Test
        void isAwaitedBeforeTheWalk() {
            try (manager) {
                region.set("a", "old");
                Pause removing = new Pause("the removal's step");
                Running<Boolean> removal = ConcurrentRun.start(() -> {
                    region.parts().removeFromMemory(new TierKey(Node.REGION, "b"), tag -> {
                        removing.await();
                        return true;
                    });
                    return true;
                });
                removing.awaitReached();
                assertClearWaitsUntil(removing::release);
                removal.result();
            }
        }

        @Test
        void isAwaitedAfterTheWalk() {
            try (manager) {
                region.set("a", "old");
                beginsInTheWalk.set(true);
                assertClearWaitsUntil(() -> step.get().leave());
            }
        }

        private void assertClearWaitsUntil(Runnable itEnds) {
            Running<Long> clearing = ConcurrentRun.start(region::clear);
            clearing.awaitDoneOrWaiting();
            assertThat(clearing.isDone()).isFalse();
            assertThat(region.parts().barriers().isQuiet()).isFalse();
            itEnds.run();
            clearing.result();
            assertThat(region.parts().barriers().isQuiet()).isTrue();
        }
    }

    @Nested
    class AWriteThatTookAnOlderPosition {

        private final Node node = Node.local().start();
        private final Core core = node.parts().shared();
        private final Sweeper sweeper = node.region().paths().sweeper();

        /** As a writer that has drawn its position inside the registry's step, when nobody can see it there yet. */
        @Test
        void isAwaitedThoughItIsSeenOnlyAfterTheSweepWasAskedFor() {
            try (node) {
                GracePeriods.Period step = core.grace().enter();
                long later = core.positions().current() + 2;
                CompletableFuture<Removed> swept = sweeper.sweepSoon(new Barrier(Scope.region(Node.REGION), later));
                Pending write = core.pending().begin(Node.A, Pending.Draft.removal(0));
                assertThat(write.position()).isLessThan(later);
                step.leave();
                assertSweepWaitsFor(write, swept);
            }
        }

        private void assertSweepWaitsFor(Pending write, CompletableFuture<Removed> swept) {
            node.workers.runAll();
            assertThat(swept).isNotDone();
            core.pending().end(write);
            node.workers.runAll();
            assertThat(swept).isCompleted();
        }
    }
}
