package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R3: a message is applied like a removal of one's own")
class Rule03MessageTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node node = Node.on(store, time).start();
    private final Node other = Node.on(store, time).start();

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    @Test
    void aReaderCannotLiftTheOldValueBetweenTheRaiseAndTheDropFromDisk() {
        node.cache.set("a", "old");
        node.forgetInMemory();
        store.holdMessages(node.shared());
        other.cache.set("a", "new");
        Pause dropping = node.onDisk().pauseBefore(Operation.REMOVE, Node.A);
        Running<Boolean> applying = ConcurrentRun.start(() -> store.deliverNext(node.shared()));
        dropping.awaitReached();
        Runnable finish = RuleReader.GET_FROM_DISK.start(node);
        dropping.release();
        applying.result();
        finish.run();
        assertThat(node.inMemory()).isNull();
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    /** It finds the disk empty already, and memory about to be. */
    @Test
    void whatMemoryEvictsWhileAMessageDropsItsKeyIsNotLetDownToDisk() {
        try (Node demoting =
                Node.on(store, time).region(RuleReader.DEMOTION::settings).start()) {
            demoting.cache.set("a", "old");
            store.holdMessages(demoting.shared());
            other.cache.set("a", "new");
            Pause dropped = demoting.onDisk().pauseAfter(Operation.REMOVE, Node.A);
            Running<Boolean> applying = ConcurrentRun.start(() -> store.deliverNext(demoting.shared()));
            dropped.awaitReached();
            RuleReader.DEMOTION.start(demoting).run();
            dropped.release();
            applying.result();
            assertThat(demoting.onDiskStored()).isNull();
            assertThat(demoting.cache.get("a")).isEqualTo("new");
        }
    }

    @Test
    void aMessageTakesTheOldValueFromMemoryAndDisk() {
        node.cache.set("a", "old");
        other.cache.set("a", "new");
        assertThat(node.inMemory()).isNull();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    @Test
    void anOwnMessageLeavesTheOwnValueWhereItIs() {
        store.holdMessages(node.shared());
        node.cache.set("a", "mine");
        store.deliverAll(node.shared());
        assertThat(node.inMemory()).isEqualTo("mine");
        assertThat(node.onDiskStored()).isEqualTo("mine");
    }

    @Test
    void twoNodesThatWriteAtTheSameTimeEndWithTheSameValue() {
        store.holdMessages(node.shared());
        store.holdMessages(other.shared());
        node.cache.set("a", "first");
        other.cache.set("a", "second");
        store.deliverAll(other.shared());
        store.deliverAll(node.shared());
        assertThat(node.cache.get("a")).isEqualTo("second");
        assertThat(other.cache.get("a")).isEqualTo("second");
    }

    @Test
    void aBarrierOfAnotherNodeHoldsFromItsFirstMessageToItsSecond() {
        node.cache.set("a", "old");
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.RAISED);
        assertThat(node.cache.get("a")).as("nor is the shared tier trusted").isNull();
        node.shared().sweep(Scope.region(Node.REGION), () -> true);
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.SWEPT);
        node.workers.runAll();
        assertThat(node.inMemory()).isNull();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.cache.get("a")).isNull();
        other.workers.runAll();
        other.cache.set("a", "new");
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    /** What it hides lies in the shared tier still, and its tag would vouch for the copies here. */
    @Test
    void aBarrierOfAnotherNodeHoldsOverALoss() {
        node.cache.set("a", "old");
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.RAISED);
        store.lost(node.shared(), "test");
        node.workers.runAll();
        assertThat(node.cache.get("a")).isNull();
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.SWEPT);
        node.workers.runAll();
        node.cache.set("a", "new");
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    @Test
    void aBarrierWhoseEndWasMissedEndsWithTheLoss() {
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.RAISED);
        store.dropMessages(node.shared());
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.SWEPT);
        assertThat(node.manager.stats().gauges()).containsEntry("barriers.active", 1.0);
        store.lost(node.shared(), "test");
        node.workers.runAll();
        assertThat(node.manager.stats().gauges()).containsEntry("barriers.active", 0.0);
    }

    @Test
    void aBarrierWhoseBeginningWasMissedHoldsFromTheLossOn() {
        node.cache.set("a", "old");
        store.dropMessages(node.shared());
        other.shared().coherence().announce(Scope.region(Node.REGION), Phase.RAISED);
        store.lost(node.shared(), "test");
        assertThat(node.cache.get("a")).isNull();
    }
}
