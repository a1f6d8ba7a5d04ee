package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.TierUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R9: only a caller's write fills the shared tier without a lease")
class Rule09LeaseTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node node = Node.on(store, time).start();
    private final Node other = Node.on(store, time).start();

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    /** Its message has not come yet: only the lease tells. */
    @Test
    void aLoadWhoseLeaseWasLostIsInstalledNowhere() {
        store.holdMessages(node.shared());
        Pause loading = new Pause("load");
        Running<String> getting = ConcurrentRun.start(() -> node.cache.get("a", key -> {
            loading.await();
            return "old";
        }));
        loading.awaitReached();
        other.cache.set("a", "new");
        loading.release();
        assertThat(getting.result()).isEqualTo("old");
        assertThat(node.inMemory()).isNull();
        assertThat(node.onDiskStored()).isNull();
        assertThat(node.inStore()).isEqualTo("new");
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    /** The removal was carried out before the lease was taken, so it cannot take it away; its message comes later. */
    @Test
    void aCopyToTheSharedTierReadsOnlyWhenOlderMessagesHaveCome() {
        node.cache.set("a", "old");
        store.holdMessages(node.shared());
        other.cache.delete("a");
        Running<Long> copying = ConcurrentRun.start(() -> node.manager.sync("memory", "shared"));
        copying.awaitDoneOrWaiting();
        store.deliverAll(node.shared());
        assertThat(copying.result()).isZero();
        assertThat(node.inStore()).isNull();
    }

    @Test
    void aCopyThatCannotKnowLeavesTheLeaseToOthers() {
        node.cache.set("a", "old");
        store.wipe();
        store.dropMessages(node.shared());
        assertThatThrownBy(() -> node.manager.sync("memory", "shared")).isInstanceOf(TierUnavailableException.class);
        assertThat(node.inStore()).isNull();
        assertThat(store.isLeased(Node.A)).isFalse();
    }

    @Test
    void aSweepTakesTheLeaseOfALoadBeforeItTakesEntries() {
        Pause loading = new Pause("load");
        Running<String> getting = ConcurrentRun.start(() -> node.cache.get("a", key -> {
            loading.await();
            return "old";
        }));
        loading.awaitReached();
        other.cache.invalidate("a*");
        assertThat(store.isLeased(Node.A)).isFalse();
        loading.release();
        getting.result();
        node.workers.runAll();
        other.workers.runAll();
        assertThat(node.inStore()).isNull();
        assertThat(node.cache.get("a")).isNull();
    }

    @Test
    void aLoadBesideTheLeaseOfAnotherNodeIsInstalledNowhere() {
        Pause loading = new Pause("load");
        Running<String> leading = ConcurrentRun.start(() -> other.cache.get("a", key -> {
            loading.await();
            return "first";
        }));
        loading.awaitReached();
        assertThat(node.cache.get("a", key -> "second")).isEqualTo("second");
        assertThat(node.inMemory()).isNull();
        loading.release();
        leading.result();
        assertThat(node.cache.get("a")).isEqualTo("first");
    }

    @Test
    void aFillThatFailsIsInstalledNowhere() {
        node.onShared().throwNext(Operation.FILL, 1);
        assertThat(node.cache.get("a", key -> "loaded")).isEqualTo("loaded");
        assertThat(node.inMemory()).isNull();
        assertThat(node.onDiskStored()).isNull();
    }

    @Test
    void aFailedLoadGivesItsLeaseBack() {
        assertThat(ConcurrentRun.start(() -> node.cache.get("a", key -> {
                            throw new IllegalStateException("source is down");
                        }))
                        .failure())
                .isNotNull();
        assertThat(store.isLeased(Node.A)).isFalse();
    }

    @Test
    void aCopyToTheSharedTierStoresOnlyWhereThereIsNothing() {
        store.holdMessages(node.shared());
        node.cache.set("a", "old");
        other.cache.set("a", "new");
        assertThat(node.manager.sync("memory", "shared")).isZero();
        assertThat(node.inStore()).isEqualTo("new");
    }
}
