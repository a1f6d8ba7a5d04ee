package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.tier.Journal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("R6: a tier that does not take a write loses the key, or is not asked for it")
class Rule06RefusalTest {

    private Node node = Node.local().start();

    @AfterEach
    void close() {
        node.close();
    }

    private void repair() {
        node.time.advance(Duration.ofMinutes(1));
        node.workers.runAll();
    }

    @Nested
    class WhenAWriteFails {

        @Test
        void aValueThatIsTooLargeLeavesNothingOlderBehind() {
            node.close();
            node = Node.local().disk(new ReferenceTier("small", 400)).start();
            node.cache.set("a", "old");
            node.cache.set("a", "x".repeat(1000));
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void aRefusedWriteLeavesNothingOlderBehind() {
            node.cache.set("a", "old");
            node.disk.refusePuts(true);
            node.cache.set("a", "new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void aWriteThatThrowsLeavesNothingOlderBehind() {
            node.cache.set("a", "old");
            node.onDisk().throwNext(Operation.PUT, 1);
            node.cache.set("a", "new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isNull();
            assertThat(node.onDiskStored()).isNull();
        }

        @Test
        void aBatchThatThrowsLeavesNothingOlderBehind() {
            node.cache.set("a", "old");
            node.onDisk().throwNext(Operation.PUT_ALL, 1);
            node.cache.setAll(Map.of("a", "new"));
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void whileAWriteHangsReadsAreAnsweredByIt() {
            node.cache.set("a", "old");
            Pause hanging = node.onDisk().hang(Operation.PUT);
            Running<Boolean> setting = ConcurrentRun.start(() -> {
                node.cache.set("a", "new");
                return true;
            });
            hanging.awaitReached();
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isEqualTo("new");
            hanging.release();
            setting.result();
        }
    }

    @Nested
    class WhenTheRemovalFailsToo {

        @Test
        void theTierIsNotAskedForTheKeyUntilItsRemovalIsConfirmed() {
            failWriteAndRemoval();
            assertThat(node.onDiskStored()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            repair();
            assertThat(node.onDiskStored()).isNull();
            node.cache.set("a", "new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isEqualTo("new");
        }

        @Test
        void aDeleteThatFailsIsADelete() {
            node.cache.set("a", "old");
            node.onDisk().throwNext(Operation.REMOVE, 1);
            node.cache.delete("a");
            assertThat(node.onDiskStored()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            assertThat(node.cache.getAll(java.util.List.of("a")).values()).isEmpty();
        }

        @Test
        void aLaterWriteThatSucceedsSettlesIt() {
            failWriteAndRemoval();
            node.cache.set("a", "new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.journal().unsettled()).isEmpty();
        }

        @Test
        void itIsRememberedOverARestart() {
            failWriteAndRemoval();
            assertThat(node.journal().unsettled()).hasOnlyElementsOfType(Journal.Distrust.class);
            node = node.afterKill(Node.local()).start();
            assertThat(node.onDiskStored()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            repair();
            assertThat(node.onDiskStored()).isNull();
            assertThat(node.journal().unsettled()).isEmpty();
        }

        /** The repair confirms a removal that is older than the failure. */
        @Test
        void aRepairDoesNotSettleAFailureThatCameAfterItsRemoval() {
            failWriteAndRemoval();
            Pause removed = node.onDisk().pauseAfter(Operation.REMOVE, Node.A);
            Running<Boolean> repairing = ConcurrentRun.start(() -> {
                repair();
                return true;
            });
            removed.awaitReached();
            node.cache.set("a", "newer");
            node.onDisk().throwNext(Operation.REMOVE, 1);
            node.cache.delete("a");
            removed.release();
            repairing.result();
            assertThat(node.cache.get("a")).isNull();
        }

        private void failWriteAndRemoval() {
            node.cache.set("a", "old");
            node.onDisk().throwNext(Operation.PUT, 1);
            node.onDisk().throwNext(Operation.REMOVE, 1);
            node.cache.set("a", "new");
            node.forgetInMemory();
        }
    }

    @Nested
    class WhenItFailsAgainAndAgain {

        @Test
        void itIsSetAsideAndEmptiedBeforeItIsAskedAgain() {
            setAsideWhileDeleting();
            node.onDisk().heal();
            assertThat(node.onDiskStored()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            repair();
            assertThat(node.onDiskStored()).isNull();
            node.cache.set("a", "new");
            assertThat(node.onDiskStored()).isEqualTo("new");
        }

        /** What was removed while it was aside is still in it. */
        @Test
        void itIsStillAsideAfterARestart() {
            setAsideWhileDeleting();
            node = node.afterKill(Node.local()).start();
            assertThat(node.onDiskStored()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            repair();
            assertThat(node.onDiskStored()).isNull();
            node.cache.set("a", "new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).isEqualTo("new");
        }

        private void setAsideWhileDeleting() {
            node.cache.set("a", "old");
            node.forgetInMemory();
            node.onDisk().throwAlways(Operation.GET);
            for (int i = 0; i < TierGuard.FAILURES_IN_A_ROW; i++) {
                node.cache.get("b" + i);
            }
            node.cache.delete("a");
        }
    }

    @Nested
    class APutThatFoundTheTierInUse {

        private final FakeTime time = new FakeTime();
        private final QueuedWorkers workers = new QueuedWorkers();
        private final PausedInsidePut tier = new PausedInsidePut();
        private final CacheManager manager =
                CacheManager.builder().time(time).executor(workers).tier(tier).build();
        private final Cache<String> cache = manager.cache(Node.REGION, String.class);

        /** Its gate has answered, and the delete cannot reach a tier that is aside. */
        @Test
        void isOverBeforeTheTierIsEmptied() {
            try (manager) {
                Running<String> loading = ConcurrentRun.start(() -> cache.get("a", key -> "old"));
                tier.answered.awaitReached();
                setAside();
                cache.delete("a");
                time.advance(Duration.ofMillis(100));
                workers.runAll();
                tier.answered.release();
                loading.result();
                workers.runAll();
                assertThat(tier.get(Node.A)).isNull();
                assertThat(cache.get("a")).isNull();
                assertThat(guard().isAside()).isFalse();
            }
        }

        private void setAside() {
            tier.failReads(true);
            for (int i = 0; i < TierGuard.FAILURES_IN_A_ROW; i++) {
                cache.get("missing" + i);
            }
            tier.failReads(false);
            assertThat(guard().isAside()).isTrue();
        }

        private TierGuard guard() {
            return ((Region<String>) cache).parts().chain().guard(tier.name());
        }
    }
}
