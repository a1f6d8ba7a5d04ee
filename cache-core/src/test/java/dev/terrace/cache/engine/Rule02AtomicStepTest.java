package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R2: the gate's answer and the install are one step, and the stamp is the noted one")
class Rule02AtomicStepTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    /** The contract of tiers proves the same of every tier below. */
    @Test
    void aRemovalCannotPassBetweenTheGatesAnswerAndTheInstallInMemory() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            MemoryEntry<String> entry = Objects.requireNonNull(node.memory().peek("a"));
            node.memory().remove("a", presentTag -> true, present -> false);
            AtomicReference<@Nullable Running<Boolean>> removing = new AtomicReference<>();
            node.memory()
                    .install(
                            "a",
                            entry,
                            presentTag -> {
                                removing.set(startAndSettle(
                                        () -> node.memory().remove("a", tag -> true, present -> false) == entry));
                                return true;
                            },
                            present -> false);
            assertThat(Objects.requireNonNull(removing.get()).result())
                    .as("the removal came after the install and found it")
                    .isTrue();
            assertThat(node.inMemory()).isNull();
        }
    }

    /** Waits until the call has ended or cannot go on. */
    private static Running<Boolean> startAndSettle(java.util.concurrent.Callable<Boolean> call) {
        Running<Boolean> running = ConcurrentRun.start(call);
        while (!running.isDone()
                && running.thread().getState() != Thread.State.BLOCKED
                && running.thread().getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
        return running;
    }

    @Test
    void aValueThatWasMadeBeforeALossIsBornSuspect() {
        Pause encoding = new Pause("encode");
        AtomicReference<Pause> next = new AtomicReference<>(encoding);
        try (Node node = Node.on(store, time)
                .region(region -> region.codec(Rule01InstallTest.pausedCodec(next)))
                .start()) {
            Running<Boolean> setting = ConcurrentRun.start(() -> {
                node.cache.set("a", "new");
                return true;
            });
            encoding.awaitReached();
            store.lost(node.shared(), "test");
            encoding.release();
            setting.result();
            node.onShared().resetCalls();
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.onShared().calls(Operation.GET))
                    .as("it was compared with the shared tier")
                    .isEqualTo(1);
            assertThat(node.cache.get("a")).isEqualTo("new");
            assertThat(node.onShared().calls(Operation.GET))
                    .as("once is enough")
                    .isEqualTo(1);
        }
    }

    @Test
    void whatWasReadBeforeALossIsNotInstalledAfterIt() {
        try (Node node = Node.on(store, time).start()) {
            node.cache.set("a", "old");
            Runnable finish = startReading(node);
            store.lost(node.shared(), "test");
            finish.run();
            assertThat(node.inMemory()).isNull();
        }
    }

    private static Runnable startReading(Node node) {
        RuleReader.GET_FROM_DISK.prepare(node);
        return RuleReader.GET_FROM_DISK.start(node);
    }

    @Test
    void anEntryThatAnotherNodeReplacedUnnoticedIsNotServedAfterALoss() {
        try (Node node = Node.on(store, time).start();
                Node other = Node.on(store, time).start()) {
            node.cache.set("a", "old");
            store.dropMessages(node.shared());
            other.cache.set("a", "new");
            store.lost(node.shared(), "reconnected");
            assertThat(node.cache.get("a")).isEqualTo("new");
            node.forgetInMemory();
            assertThat(node.cache.get("a")).as("from disk").isEqualTo("new");
        }
    }
}
