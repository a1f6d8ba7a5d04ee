package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Scope;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A conditional write of a key that the shared tier still holds, while a barrier hides it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConditionalBehindABarrierTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    @Test
    void waitsForTheSweepAndThenFindsNothing() {
        try (CacheManager manager =
                CacheManager.builder().tier(store.attach()).time(time).build()) {
            Region<String> region = (Region<String>) manager.cache("r", String.class);
            region.set("k", "old");
            Barrier barrier = region.paths().sweeper().raise(Scope.region("r"));

            Running<Boolean> stored = ConcurrentRun.start(() -> region.setIfAbsent("k", "new"));
            region.paths().sweeper().sweepNow(barrier);

            assertThat(stored.result()).isTrue();
        }
    }

    /** The clock stands still: nobody else would try again. */
    @Test
    void triesASweepThatHasFailedAgainAtOnce() {
        try (Node node = Node.on(store, time).start()) {
            node.cache.set("a", "old");
            node.onShared().throwNext(Operation.SWEEP, 1);
            node.cache.clear();
            assertThat(node.inStore()).isEqualTo("old");
            Running<Boolean> stored = startSetIfAbsent(node);
            runWorkersUntilDone(node, stored);
            assertThat(stored.result()).isTrue();
            assertThat(node.inStore()).isEqualTo("new");
            node.workers.runAll();
            assertThat(node.parts().barriers().isQuiet()).isTrue();
        }
    }

    @Test
    void findsWhatTheSweepLeftWhenItFailsAgain() {
        try (Node node = Node.on(store, time).start()) {
            node.cache.set("a", "old");
            node.onShared().throwNext(Operation.SWEEP, 2);
            node.cache.clear();
            Running<Boolean> stored = startSetIfAbsent(node);
            runWorkersUntilDone(node, stored);
            assertThat(stored.failure()).hasMessageContaining("cannot decide on");
            assertThat(node.inStore()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
        }
    }

    @Test
    void goesOnOnceABarrierThatWasBeingJournalledIsSwept() {
        try (Node node = Node.on(store, time).start()) {
            node.cache.set("a", "old");
            Pause journalling = node.onDisk().pauseBefore(Operation.APPEND);
            Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
            journalling.awaitReached();
            Running<Boolean> stored = startSetIfAbsent(node);
            stored.awaitDoneOrWaiting();
            journalling.release();
            clearing.result();
            assertThat(stored.result()).isTrue();
            assertThat(node.inStore()).isEqualTo("new");
        }
    }

    /** It decided by what the barrier removes: its place in the order is before the barrier. */
    @Nested
    class ABarrierThatIsRaisedBehindTheGatesBack {

        @Test
        void hidesAWriteToTheTiers() {
            try (Node node = Node.local().start()) {
                Core core = node.parts().shared();
                AtomicReference<Barrier> raised = new AtomicReference<>();
                BooleanSupplier gate = () -> {
                    raised.set(node.region().paths().sweeper().raise(Scope.ALL));
                    return true;
                };
                Pending write = core.pending().beginIfUnmoved(Node.A, gate, null, Pending.Draft.removal(0));
                assertThat(write).isNotNull();
                assertThat(write.position()).isLessThan(raised.get().position());
                core.pending().end(write);
            }
        }

        @Test
        void removesAWriteToMemoryAlone() {
            try (CacheManager manager = CacheManager.builder().time(time).build()) {
                Region<String> region = (Region<String>) manager.cache("r", String.class);
                region.set("a", "old");
                MemoryEntry<String> touched =
                        Objects.requireNonNull(region.parts().memory().peek("a"));
                AtomicReference<Barrier> raised = new AtomicReference<>();
                region.paths().writes().storeIf(Node.A, touched, tag -> {
                    raised.set(region.paths().sweeper().raise(Scope.ALL));
                    return true;
                });
                region.paths().sweeper().sweepNow(raised.get());
                assertThat(region.get("a")).isNull();
            }
        }
    }

    private static Running<Boolean> startSetIfAbsent(Node node) {
        return ConcurrentRun.start(() -> node.cache.setIfAbsent("a", "new"));
    }

    private static void runWorkersUntilDone(Node node, Running<?> running) {
        while (!running.isDone()) {
            if (!node.workers.runNext()) {
                Thread.onSpinWait();
            }
        }
    }
}
