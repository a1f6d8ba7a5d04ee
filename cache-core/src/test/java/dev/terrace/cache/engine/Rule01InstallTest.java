package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.LoadException;
import dev.terrace.cache.ReadOption;
import dev.terrace.cache.codec.ByteSink;
import dev.terrace.cache.codec.Codec;
import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scope;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("R1: what was noted before a read or load began decides at the install")
class Rule01InstallTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    static Stream<Arguments> everyReaderAndChange() {
        return Arrays.stream(RuleReader.values())
                .flatMap(reader -> Arrays.stream(RuleChange.values()).map(change -> Arguments.of(reader, change)));
    }

    @ParameterizedTest(name = "{0} under way, then {1}")
    @MethodSource("everyReaderAndChange")
    void whatWasReadBeforeAChangeIsInstalledNowhereAfterIt(RuleReader reader, RuleChange change) {
        try (Node other = Node.on(store, time).start();
                Node node = Node.on(store, time).region(reader::settings).start()) {
            node.cache.set("a", "old", Node.HOUR, "l");
            reader.prepare(node);
            Runnable finish = reader.start(node);
            if (reader == RuleReader.SYNC_DOWN && change.isBarrier() && !change.isRemote()) {
                applyAround(finish, node, change);
            } else {
                change.apply(node, other);
                finish.run();
            }
            assertNothingOfOld(node, change);
        }
    }

    /** The reader is in the middle of its install, so the sweep waits for it; the barrier is raised all the same. */
    private static void applyAround(Runnable finish, Node node, RuleChange change) {
        Running<Boolean> changing = ConcurrentRun.start(() -> {
            change.apply(node, node);
            return true;
        });
        await().until(() -> !node.parts().barriers().isQuiet());
        assertThat(changing.isDone()).isFalse();
        finish.run();
        changing.result();
    }

    static Stream<Arguments> everyReaderInTheMiddle() {
        return everyReaderAndChange()
                .filter(pair -> pair.get()[0] instanceof RuleReader reader
                        && pair.get()[1] instanceof RuleChange change
                        && reader.canBeginAmid(change));
    }

    /** A load that begins after a barrier was raised is newer than it, so that pair is left out. */
    @ParameterizedTest(name = "{0} begins in the middle of {1}")
    @MethodSource("everyReaderInTheMiddle")
    void whatIsReadInTheMiddleOfAChangeIsInstalledNowhereAfterIt(RuleReader reader, RuleChange change) {
        try (Node node = Node.local().region(reader::settings).start()) {
            node.cache.set("a", "old", Node.HOUR, "l");
            reader.prepare(node);
            Pause middle = node.onDisk().pauseBefore(change.onDisk);
            Running<Boolean> changing = ConcurrentRun.start(() -> {
                change.apply(node, node);
                return true;
            });
            middle.awaitReached();
            Runnable finish = reader.start(node);
            middle.release();
            changing.result();
            finish.run();
            assertNothingOfOld(node, change);
        }
    }

    private static void assertNothingOfOld(Node node, RuleChange change) {
        node.workers.runAll();
        assertThat(node.inMemory()).as("memory").isIn(change.after, null);
        assertThat(node.onDiskStored()).as("disk").isIn(change.after, null);
        if (!node.manager.tiers().contains("shared")) {
            assertThat(node.cache.get("a")).isEqualTo(change.after);
            return;
        }
        assertThat(node.inStore()).as("shared").isIn(change.after, null);
        assertThat(node.cache.get("a")).isEqualTo(change.after);
        node.forgetInMemory();
        assertThat(node.cache.get("a")).as("from below").isEqualTo(change.after);
    }

    /** Its entry would be hidden at first, and come back when the barrier is retired. */
    @Test
    void whatWasReadBeforeABarrierIsNotInstalledBehindItsSweep() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            RuleReader.GET_FROM_DISK.prepare(node);
            Runnable finish = RuleReader.GET_FROM_DISK.start(node);
            Pause sweeping = node.onDisk().pauseBefore(Operation.STEP);
            Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
            sweeping.awaitReached();
            finish.run();
            assertThat(node.inMemory()).isNull();
            sweeping.release();
            clearing.result();
            assertThat(node.cache.get("a")).isNull();
        }
    }

    @Test
    void aLoadThatBeganAfterABarrierWasRaisedIsServedWhileItsSweepGoesOn() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            Pause sweeping = node.onDisk().pauseBefore(Operation.STEP);
            Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
            sweeping.awaitReached();
            assertThat(node.cache.get("a")).isNull();
            assertThat(node.cache.get("a", key -> "loaded")).isEqualTo("loaded");
            assertThat(node.cache.get("a")).isEqualTo("loaded");
            sweeping.release();
            assertThat(clearing.result()).isEqualTo(1);
            assertThat(node.cache.get("a")).isEqualTo("loaded");
        }
    }

    /** The sweep has passed memory, and will not come again. */
    @Test
    void aRefreshThatFailsPutsNothingBackIntoMemoryThatABarrierHides() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            Pause sweeping = node.onDisk().pauseBefore(Operation.STEP);
            Running<Long> clearing = ConcurrentRun.start(node.cache::clear);
            sweeping.awaitReached();
            assertThatThrownBy(() -> node.cache.get("a", Rule01InstallTest::fail, ReadOption.REFRESH))
                    .isInstanceOf(LoadException.class);
            assertThat(node.inMemory()).isNull();
            sweeping.release();
            clearing.result();
            assertThat(node.cache.get("a")).isNull();
        }
    }

    private static String fail(String key) {
        throw new IllegalStateException("the source is down, as the test asked");
    }

    /** An asynchronous read asks memory on its caller's thread; what it got is put back here after the sweep. */
    @Test
    void whatMemoryAnsweredUnderABarrierStaysHiddenThoughTheBarrierIsRetiredBeforeTheLook() {
        try (Node node = Node.local().start()) {
            node.cache.set("a", "old");
            MemoryEntry<String> answer = Objects.requireNonNull(node.memory().peek("a"));
            Paths<String> paths = node.region().paths();
            Barrier barrier = paths.sweeper().raise(Scope.region(Node.REGION));
            Note note = node.parts().note(Node.A);
            List<BatchPath.Item<String>> items = paths.batches().begin(List.of("a"));
            paths.sweeper().sweepNow(barrier);
            node.memory().install("a", answer, Gate.OPEN, present -> false);
            assertThat(paths.reads().findInMemory(Node.A, note)).isNull();
            assertThat(paths.batches().findInMemory(items)).isFalse();
            assertThat(node.cache.get("a")).as("by a note without the barrier").isEqualTo("old");
        }
    }

    /** Its position is older than the barrier's, and the sweep did not wait for what was not registered. */
    @Test
    void aSetThatTookItsPlaceBeforeABarrierAndRegisteredAfterItIsSeenAtOnceOrNever() {
        Pause encoding = new Pause("encode");
        AtomicReference<Pause> next = new AtomicReference<>(encoding);
        try (Node node =
                Node.local().region(region -> region.codec(pausedCodec(next))).start()) {
            Running<Boolean> setting = ConcurrentRun.start(() -> {
                node.cache.set("a", "new");
                return true;
            });
            encoding.awaitReached();
            Sweeper sweeper = node.region().paths().sweeper();
            Barrier barrier = sweeper.raise(Scope.region(Node.REGION));
            encoding.release();
            setting.result();
            assertThat(node.cache.get("a")).as("while the barrier is active").isEqualTo("new");
            sweeper.sweepNow(barrier);
            assertThat(node.cache.get("a")).as("after its sweep").isEqualTo("new");
        }
    }

    static CodecProvider pausedCodec(AtomicReference<Pause> next) {
        CodecProvider strings = Codecs.string();
        return new CodecProvider() {
            @Override
            public String name() {
                return strings.name();
            }

            @Override
            public int id() {
                return strings.id();
            }

            @Override
            public <V> Codec<V> codec(Type type) {
                Codec<V> codec = strings.codec(type);
                return new Codec<>() {
                    @Override
                    public void encode(V value, ByteSink out) {
                        Pause pause = next.getAndSet(null);
                        if (pause != null) {
                            pause.await();
                        }
                        codec.encode(value, out);
                    }

                    @Override
                    public V decode(byte[] bytes, int offset, int length) {
                        return codec.decode(bytes, offset, length);
                    }

                    @Override
                    public long schemaFingerprint() {
                        return codec.schemaFingerprint();
                    }
                };
            }
        };
    }
}
