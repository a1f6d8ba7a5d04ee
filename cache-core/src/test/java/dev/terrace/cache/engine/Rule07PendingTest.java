package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("R7: a write that waits for the shared tier is the local truth")
class Rule07PendingTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node.Plan behind = Node.on(store, time).region(region -> region.writes(WriteStrategy.WRITE_BEHIND));
    private final Node other = Node.on(store, time).start();
    private Node node = Node.on(store, time).start();

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    private void restartAs(Node.Plan plan) {
        node.close();
        node = plan.start();
    }

    private void replay() {
        time.advance(Duration.ofSeconds(2));
        node.workers.runAll();
    }

    private Running<Boolean> startSet(String value) {
        return ConcurrentRun.start(() -> {
            node.cache.set("a", value);
            return true;
        });
    }

    private void setWhileDown(String value) {
        node.onShared().throwNext(Operation.WRITE, 1);
        node.cache.set("a", value);
        node.forgetHere();
    }

    @Nested
    class Reads {

        @Test
        void areAnsweredByItWithoutAskingTheSharedTier() {
            node.cache.set("a", "old");
            setWhileDown("new");
            node.onShared().resetCalls();
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.cache.getAll(List.of("a"))).containsEntry("a", "new");
            assertThat(node.onShared().calls()).isZero();
        }

        @Test
        void missWhileARemovalWaits() {
            node.cache.set("a", "old");
            node.onShared().throwNext(Operation.WRITE, 1);
            node.cache.delete("a");
            assertThat(node.inStore()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNull();
            replay();
            assertThat(node.inStore()).isNull();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void neverFindItSuspect() {
            node.cache.set("a", "old");
            node.onShared().throwNext(Operation.WRITE, 1);
            node.cache.set("a", "new");
            store.lost(node.shared(), "test");
            node.onShared().resetCalls();
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.onShared().calls()).isZero();
        }

        /** The message belongs to the write before, and the write after it fails. */
        @Test
        void findTheWriteThatFailedThoughAnOlderMessageCameWhileItWasOnItsWay() {
            store.holdMessages(node.shared());
            node.cache.set("a", "old");
            Pause sending = node.onShared().pauseBefore(Operation.WRITE, Node.A);
            node.onShared().throwNext(Operation.WRITE, 1);
            Running<Boolean> setting = startSet("new");
            sending.awaitReached();
            store.deliverNext(node.shared());
            sending.release();
            setting.result();
            node.forgetHere();
            assertThat(node.cache.get("a")).isEqualTo("new");
        }

        @Test
        void findTheWriteThatFailedThoughAnotherNodeWroteWhileItWasOnItsWay() {
            node.cache.set("a", "old");
            Pause sending = node.onShared().pauseBefore(Operation.WRITE, Node.A);
            node.onShared().throwNext(Operation.WRITE, 1);
            Running<Boolean> setting = startSet("mine");
            sending.awaitReached();
            other.cache.set("a", "theirs");
            sending.release();
            setting.result();
            node.forgetHere();
            assertThat(node.cache.get("a")).as("until it is replayed").isEqualTo("mine");
            replay();
            assertThat(node.inStore()).as("as a removal").isNull();
            assertThat(node.cache.get("a")).isNull();
        }
    }

    @Nested
    class Replays {

        @Test
        void storeOverWhatThisNodeSawLast() {
            node.cache.set("a", "old");
            setWhileDown("new");
            replay();
            assertThat(node.inStore()).isEqualTo("new");
            assertThat(other.cache.get("a")).isEqualTo("new");
        }

        @Test
        void becomeARemovalWhereAnotherNodeHasWritten() {
            node.cache.set("a", "old");
            store.holdMessages(node.shared());
            setWhileDown("mine");
            other.cache.set("a", "theirs");
            replay();
            store.deliverAll(node.shared());
            assertThat(node.inStore()).isNull();
            assertThat(node.cache.get("a")).isNull();
            assertThat(other.cache.get("a")).isNull();
        }

        @Test
        void becomeARemovalOnceContestedByAMessage() {
            node.cache.set("a", "old");
            node.onShared().throwNext(Operation.WRITE, 1);
            node.cache.set("a", "mine");
            other.cache.set("a", "theirs");
            other.cache.delete("a");
            store.wipe();
            replay();
            assertThat(node.inStore()).isNull();
            assertThat(node.inMemory()).isNull();
            assertThat(node.onDiskStored()).isNull();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void becomeARemovalWhenTheyAreTooOld() {
            node.cache.set("a", "old");
            store.setMaxDelay(Duration.ofSeconds(1));
            setWhileDown("new");
            replay();
            assertThat(node.inStore()).isNull();
            assertThat(node.cache.get("a")).isNull();
        }

        @Test
        void settleAWriteWhoseAnswerWasLost() {
            store.loseAnswers(1);
            node.cache.set("a", "new");
            assertThat(node.inStore()).isEqualTo("new");
            replay();
            assertThat(node.inStore()).isEqualTo("new");
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.journal().unsettled()).isEmpty();
        }

        @Test
        void keepTheOrderOfAKey() {
            setWhileDown("first");
            node.onShared().throwNext(Operation.WRITE, 1);
            node.cache.set("a", "second");
            replay();
            assertThat(node.inStore()).isEqualTo("second");
            assertThat(node.journal().unsettled()).isEmpty();
        }
    }

    @Nested
    class UnderWriteBehind {

        @Test
        void aNewerWriteTakesThePlaceOfAnOlderOne() {
            restartAs(behind);
            node.cache.set("a", "first");
            node.cache.set("a", "second");
            assertThat(node.inStore()).isNull();
            node.onShared().resetCalls();
            node.workers.runAll();
            assertThat(node.inStore()).isEqualTo("second");
            assertThat(node.onShared().calls(Operation.WRITE)).isEqualTo(1);
        }

        @Test
        void anOlderWriteThatIsLateDoesNotTakeTheNewerOnesPlace() {
            restartAs(behind);
            node.cache.set("a", "first");
            node.workers.runAll();
            Pause stored = node.onDisk().pauseAfter(Operation.PUT, Node.A);
            Running<Boolean> late = startSet("second");
            stored.awaitReached();
            node.cache.delete("a");
            stored.release();
            late.result();
            node.workers.runAll();
            assertThat(node.inStore()).isNull();
            assertThat(node.onDiskStored()).isNull();
            assertThat(node.cache.get("a")).isNull();
            assertThat(node.journal().unsettled()).isEmpty();
        }

        @Test
        void aFullQueueMakesTheCallerWriteAndRegionsAreNotGivenUp() {
            restartAs(behind.manager(builder -> builder.writeBehind(queue -> queue.capacity(1))));
            node.cache.set("a", "first");
            node.cache.set("b", "second");
            node.cache.set("a", "third");
            assertThat(node.cache.get("b")).isEqualTo("second");
            node.workers.runAll();
            assertThat(node.inStore()).isEqualTo("third");
        }

        @Test
        void aWriteThatIsLeftByAKillIsReplayed() {
            restartAs(behind);
            node.cache.set("a", "kept");
            node = node.afterKill(behind).start();
            assertThat(node.inStore()).isNull();
            node.workers.runAll();
            assertThat(node.inStore()).isEqualTo("kept");
            assertThat(node.cache.get("a")).isEqualTo("kept");
        }

        @Test
        void closeSendsWhatIsLeft() {
            restartAs(behind);
            node.cache.set("a", "last");
            node.onShared().throwNext(Operation.WRITE, 1);
            node.workers.runAll();
            assertThat(node.inStore()).isNull();
            node.close();
            assertThat(other.cache.get("a")).isEqualTo("last");
        }
    }

    /** The message of this node's own older write comes late; the newer one is already acknowledged. */
    @Nested
    class AnOwnMessage {

        private void setAndHoldItsMessage() {
            store.holdMessages(node.shared());
            node.cache.set("a", "old");
        }

        @Test
        void doesNotHideANewerOwnWriteThatIsOnItsWay() {
            setAndHoldItsMessage();
            CompletableFuture<Void> newer = node.cache.async().set("a", "new");
            assertThat(store.deliverNext(node.shared())).isTrue();
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.cache.getAll(List.of("a"))).containsEntry("a", "new");
            node.workers.runAll();
            assertThat(newer).isCompleted();
            assertThat(node.inStore()).isEqualTo("new");
        }

        @Test
        void doesNotContestANewerOwnWriteThatWaits() {
            setAndHoldItsMessage();
            setWhileDown("new");
            assertThat(store.deliverNext(node.shared())).isTrue();
            replay();
            assertThat(node.inStore()).isEqualTo("new");
        }

        @Test
        void doesNotContestANewerOwnWriteThatFailsAfterIt() {
            setAndHoldItsMessage();
            CompletableFuture<Void> newer = node.cache.async().set("a", "new");
            assertThat(store.deliverNext(node.shared())).isTrue();
            node.onShared().throwNext(Operation.WRITE, 1);
            node.workers.runAll();
            replay();
            assertThat(newer).isCompleted();
            assertThat(node.inStore()).isEqualTo("new");
        }
    }

    @Test
    void aRegionIsGivenUpWhenAReplayFindsNoRoom() {
        restartAs(Node.on(store, time).manager(builder -> builder.writeBehind(queue -> queue.capacity(1))));
        node.cache.set("a", "old");
        node.onShared().throwAlways();
        node.cache.set("b", "waits");
        node.cache.set("a", "no room");
        node.cache.get("a");
        node.onShared().heal();
        replay();
        replay();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }
}
