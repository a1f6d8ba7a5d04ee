package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Two writes of a key, in every order of their steps, end with the newer one in every tier")
class ConcurrentWritesTest {

    private static final int STEPS = 3;

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    /** What the first of the two writes does, and what the second. */
    enum Pair {
        SET_AND_SET("1", "2"),
        SET_AND_DELETE("1", null),
        DELETE_AND_DELETE(null, null);

        final @Nullable String first;
        final @Nullable String second;

        Pair(@Nullable String first, @Nullable String second) {
            this.first = first;
            this.second = second;
        }
    }

    /** When the messages that the writes send arrive here. */
    enum Messages {
        AT_ONCE,
        AT_THE_END
    }

    /** What happens between two steps. */
    enum Between {
        NOTHING,
        A_READ,
        AN_EVICTION_AND_A_READ
    }

    /**
     * One way to run the two.
     *
     * @param order whose step is next: false for the first write's, true for the second's
     */
    record Plan(Pair pair, WriteStrategy strategy, Messages messages, Between between, List<Boolean> order) {

        @Override
        public String toString() {
            StringBuilder steps = new StringBuilder();
            order.forEach(second -> steps.append(second ? 'b' : 'a'));
            return pair + " " + strategy + ", messages " + messages + ", between " + between + ": " + steps;
        }
    }

    static Stream<Plan> everyPlan() {
        List<Plan> plans = new ArrayList<>();
        for (Pair pair : Pair.values()) {
            for (WriteStrategy strategy : List.of(WriteStrategy.WRITE_THROUGH, WriteStrategy.WRITE_BEHIND)) {
                for (Messages messages : Messages.values()) {
                    for (Between between : Between.values()) {
                        orders(STEPS, STEPS)
                                .forEach(order -> plans.add(new Plan(pair, strategy, messages, between, order)));
                    }
                }
            }
        }
        return plans.stream();
    }

    /** Returns every order of so many steps of one and so many of the other. */
    private static Stream<List<Boolean>> orders(int first, int second) {
        if (first == 0 && second == 0) {
            return Stream.of(List.of());
        }
        Stream<List<Boolean>> firstNext =
                first == 0 ? Stream.of() : orders(first - 1, second).map(rest -> with(false, rest));
        Stream<List<Boolean>> secondNext =
                second == 0 ? Stream.of() : orders(first, second - 1).map(rest -> with(true, rest));
        return Stream.concat(firstNext, secondNext);
    }

    private static List<Boolean> with(boolean next, List<Boolean> rest) {
        return Stream.concat(Stream.of(next), rest.stream()).toList();
    }

    @ParameterizedTest
    @MethodSource("everyPlan")
    void endWithTheNewerOneInEveryTier(Plan plan) {
        try (Node node = Node.on(store, time)
                .region(region -> region.writes(plan.strategy()))
                .start()) {
            node.cache.set("a", "old");
            node.workers.runAll();
            if (plan.messages() == Messages.AT_THE_END) {
                store.holdMessages(node.shared());
            }
            Race race = new Race(node, plan);
            race.run();
            node.workers.runAll();
            store.deliverAll(node.shared());
            assertEndedWith(node, race.newest().value);
        }
    }

    private static void assertEndedWith(Node node, @Nullable String newest) {
        assertThat(node.inStore()).as("shared").isEqualTo(newest);
        assertThat(node.onDiskStored()).as("disk").isIn(newest, null);
        assertThat(node.inMemory()).as("memory").isIn(newest, null);
        assertThat(node.cache.get("a")).isEqualTo(newest);
        node.forgetInMemory();
        assertThat(node.cache.get("a")).as("from below").isEqualTo(newest);
        assertThat(node.parts().shared().pending().size())
                .as("writes under way")
                .isZero();
    }

    /** Runs the steps of two writes one after the other, and checks what is read between them. */
    private static final class Race {

        private final Node node;
        private final Plan plan;
        private final Write first;
        private final Write second;

        /** In the order in which they began: the last is the newest. */
        private final List<Write> begun = new ArrayList<>();

        Race(Node node, Plan plan) {
            this.node = node;
            this.plan = plan;
            this.first = write(plan.pair().first);
            this.second = write(plan.pair().second);
        }

        private Write write(@Nullable String value) {
            return value == null ? new Delete(node) : new Set(node, value);
        }

        void run() {
            for (boolean isSecond : plan.order()) {
                Write write = isSecond ? second : first;
                if (write.step() == 1) {
                    begun.add(write);
                }
                readBetween();
            }
        }

        Write newest() {
            return begun.get(begun.size() - 1);
        }

        private void readBetween() {
            if (plan.between() == Between.NOTHING) {
                return;
            }
            if (plan.between() == Between.AN_EVICTION_AND_A_READ) {
                node.forgetInMemory();
            }
            String read = node.cache.get("a");
            assertThat(read)
                    .as("from the newest that has begun on: it is true for this node")
                    .isEqualTo(newest().value);
        }
    }

    /** A write in three steps: it begins, it reaches the tier that it goes to first, it ends. */
    private abstract static class Write {

        final WritePath<String> path;
        final @Nullable String value;
        private int done;

        Write(Node node, @Nullable String value) {
            this.path = node.region().paths().writes();
            this.value = value;
        }

        abstract void begin();

        abstract void reachFirstTier();

        abstract void end();

        /** Takes the next step and returns how many it has taken. */
        int step() {
            switch (++done) {
                case 1 -> begin();
                case 2 -> reachFirstTier();
                default -> end();
            }
            return done;
        }
    }

    private static final class Set extends Write {

        private final Node node;
        private @Nullable Pending write;
        private @Nullable Pause stored;
        private @Nullable Running<Boolean> finishing;

        Set(Node node, String value) {
            super(node, value);
            this.node = node;
        }

        @Override
        void begin() {
            write = path.beginSet(Node.A, Objects.requireNonNull(value), Wish.NONE);
        }

        @Override
        void reachFirstTier() {
            stored = node.onDisk().pauseAfter(Operation.PUT, Node.A);
            finishing = ConcurrentRun.start(() -> {
                path.finishSet(Objects.requireNonNull(write));
                return true;
            });
            stored.awaitReached();
        }

        @Override
        void end() {
            Objects.requireNonNull(stored).release();
            Objects.requireNonNull(finishing).result();
        }
    }

    /** Step by step as {@code finishDelete} does it: a pause on the disk would stop the removal's own message, too. */
    private static final class Delete extends Write {

        private @Nullable Pending write;
        private boolean settled;

        Delete(Node node) {
            super(node, null);
        }

        @Override
        void begin() {
            write = path.beginDelete(Node.A).write();
        }

        @Override
        void reachFirstTier() {
            settled = path.writeShared(Objects.requireNonNull(write));
        }

        @Override
        void end() {
            path.removeLocal(Objects.requireNonNull(write));
            path.leave(Objects.requireNonNull(write), settled);
        }
    }

    @Nested
    class AnOlderWriteWhoseSuccessorHasNotComeToMemory {

        private final Node node = Node.local().start();
        private final WritePath<String> writes = node.region().paths().writes();
        private final PendingWrites pending = node.parts().shared().pending();

        @Test
        void leavesNothingThereThatASetReplaces() {
            try (node) {
                node.cache.set("a", "old");
                Pending older = pending.begin(Node.A, writes.prepare(Node.A, "1", Wish.NONE));
                Pending newer = pending.begin(Node.A, writes.prepare(Node.A, "2", Wish.NONE));
                writes.installPending(older);
                writes.finishSet(older);
                assertThat(node.cache.get("a")).isEqualTo("2");
                pending.end(newer);
            }
        }

        @Test
        void leavesNothingThereThatADeleteRemoves() {
            try (node) {
                node.cache.set("a", "old");
                Pending older = pending.begin(Node.A, Pending.Draft.removal(time.millis()));
                Pending newer = pending.begin(Node.A, writes.prepare(Node.A, "2", Wish.NONE));
                assertThat(writes.removePending(older)).isTrue();
                assertThat(node.cache.get("a")).isEqualTo("2");
                pending.end(older);
                pending.end(newer);
            }
        }

        @Test
        void leavesTheSuccessorThereIfThatWasFaster() {
            try (node) {
                Pending older = pending.begin(Node.A, writes.prepare(Node.A, "1", Wish.NONE));
                Pending newer = writes.beginSet(Node.A, "2", Wish.NONE);
                writes.installPending(older);
                assertThat(node.inMemory()).isEqualTo("2");
                pending.end(older);
                pending.end(newer);
            }
        }
    }

    /** It holds the turn of the key: without that the older one would arrive last. */
    @Test
    void aNewerWriteWaitsForTheOlderOneThatTalksToTheSharedTier() {
        try (Node node = Node.on(store, time).start()) {
            Pause sending = node.onShared().pauseBefore(Operation.WRITE, Node.A);
            Running<Boolean> older = startSet(node, "older");
            sending.awaitReached();
            Running<Boolean> newer = startSet(node, "newer");
            newer.awaitDoneOrWaiting();
            sending.release();
            older.result();
            newer.result();
            assertEndedWith(node, "newer");
        }
    }

    private static Running<Boolean> startSet(Node node, String value) {
        return ConcurrentRun.start(() -> {
            node.cache.set("a", value);
            return true;
        });
    }
}
