package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Journal;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R8: a barrier reaches what waits and what is in flight, and outlives the process")
class Rule08BarrierTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node.Plan behind = Node.on(store, time).region(region -> region.writes(WriteStrategy.WRITE_BEHIND));
    private Node node = behind.start();

    @AfterEach
    void close() {
        node.close();
    }

    private void later() {
        time.advance(Duration.ofSeconds(3));
        node.workers.runAll();
    }

    @Test
    void olderWritesThatWaitAreDroppedFromQueueAndJournal() {
        node.cache.set("a", "old");
        node.cache.clear();
        assertThat(node.journal().unsettled()).noneMatch(Journal.Write.class::isInstance);
        later();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void writesThatDoNotMatchAndWritesThatAreNewerStay() {
        node.cache.set("b", "other");
        node.cache.set("a", "old");
        node.cache.invalidate("a*");
        node.cache.set("a", "new");
        later();
        assertThat(node.inStore()).isEqualTo("new");
        assertThat(node.cache.get("a")).isEqualTo("new");
        assertThat(node.cache.get("b")).isEqualTo("other");
    }

    @Test
    void aFlushInFlightIsAwaitedBeforeTheSweepStarts() {
        Pause sending = node.onShared().pauseBefore(Operation.WRITE, Node.A);
        node.cache.set("a", "old");
        Running<Boolean> flushing = ConcurrentRun.start(() -> {
            node.workers.runAll();
            return true;
        });
        sending.awaitReached();
        Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
        clearing.awaitDoneOrWaiting();
        sending.release();
        flushing.result();
        clearing.result();
        later();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aFlushInFlightThatFailsDoesNotComeBack() {
        Pause sending = node.onShared().pauseBefore(Operation.WRITE, Node.A);
        node.onShared().throwNext(Operation.WRITE, 1);
        node.cache.set("a", "old");
        Running<Boolean> flushing = ConcurrentRun.start(() -> {
            node.workers.runAll();
            return true;
        });
        sending.awaitReached();
        Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
        clearing.awaitDoneOrWaiting();
        sending.release();
        flushing.result();
        clearing.result();
        later();
        later();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aWriteThatIsOnItsWayToTheDiskIsAwaitedToo() {
        Pause storing = node.onDisk().pauseBefore(Operation.PUT, Node.A);
        Running<Boolean> setting = ConcurrentRun.start(() -> {
            node.cache.set("a", "old");
            return true;
        });
        storing.awaitReached();
        Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
        clearing.awaitDoneOrWaiting();
        storing.release();
        setting.result();
        clearing.result();
        later();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aBarrierThatCouldNotBeSweptHidesUntilItIs() {
        node.cache.set("a", "old");
        node.workers.runAll();
        node.onDisk().throwNext(Operation.STEP, 1);
        node.cache.clear();
        assertThat(node.onDiskStored()).isEqualTo("old");
        assertThat(node.cache.get("a")).isNull();
        later();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aBarrierIsActiveAgainAtOpenUntilEveryTierIsSwept() {
        node.cache.set("a", "old");
        node.workers.runAll();
        node.onDisk().throwAlways(Operation.STEP);
        node.cache.clear();
        node = node.afterKill(behind).start();
        assertThat(node.onDiskStored()).isEqualTo("old");
        assertThat(node.cache.get("a")).isNull();
        later();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.cache.get("a")).isNull();
        assertThat(node.journal().unsettled()).isEmpty();
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // its sweep cannot end
    void aRestartReplaysWritesAndBarriersInTheOrderOfTheirPositions() {
        node.onDisk().throwAlways(Operation.STEP);
        node.cache.set("a", "old");
        node.cache.async().invalidate("a*");
        node.cache.set("b", "new");
        node = node.afterKill(behind).start();
        assertThat(node.cache.get("a")).isNull();
        later();
        later();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
        assertThat(node.cache.get("b")).isEqualTo("new");
        assertThat(node.journal().unsettled()).isEmpty();
    }

    @Test
    void ajournalThatCannotBeReadInFullClearsEverything() {
        node.cache.set("a", "old");
        node.workers.runAll();
        Node.Plan reopened = node.afterKill(behind);
        reopened.disk().journalIsComplete(false);
        node = reopened.start();
        assertThat(node.cache.get("a")).isNull();
        later();
        assertThat(node.onDiskStored()).isNull();
    }

    @Test
    void noPositionIsUsedTwiceOverAKill() {
        node.cache.set("a", "old");
        long before = node.parts().shared().positions().current();
        node = node.afterKill(behind).start();
        assertThat(node.parts().shared().positions().next()).isGreaterThan(before);
    }
}
