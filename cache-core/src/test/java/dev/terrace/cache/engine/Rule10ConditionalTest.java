package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("R10: the shared tier decides conditional operations, or nobody does")
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class Rule10ConditionalTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node node = Node.on(store, time)
            .region(region -> region.loading(LoadPolicy.PLAIN.negativeTtl(Node.HOUR))
                    .stale(StalePolicy.ifError(Duration.ofHours(9))))
            .start();
    private final Node other = Node.on(store, time).start();

    @AfterEach
    void close() {
        store.up();
        node.close();
        other.close();
    }

    static Stream<Consumer<Cache<String>>> conditionalOperations() {
        return Stream.of(
                cache -> cache.setIfAbsent("b", "new"),
                cache -> cache.replace("a", "new"),
                cache -> cache.replace("a", "old", "new"),
                cache -> cache.touch("a", Duration.ofMinutes(1)));
    }

    @ParameterizedTest
    @MethodSource("conditionalOperations")
    void outOfReachTheyThrowAndChangeNothing(Consumer<Cache<String>> operation) {
        node.cache.set("a", "old", Node.HOUR);
        store.down();
        assertThatThrownBy(() -> operation.accept(node.cache)).isInstanceOf(TierUnavailableException.class);
        store.up();
        time.advance(Duration.ofSeconds(2));
        node.workers.runAll();
        assertThat(node.cache.get("a")).isEqualTo("old");
        assertThat(node.cache.ttl("a")).isGreaterThan(Duration.ofMinutes(58));
        assertThat(node.cache.get("b")).isNull();
        assertThat(node.journal().unsettled()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("conditionalOperations")
    void anyFailureOfTheTierIsANamedOne(Consumer<Cache<String>> operation) {
        node.cache.set("a", "old", Node.HOUR);
        node.onShared().throwNext(Operation.GET, 1);
        assertThatThrownBy(() -> operation.accept(node.cache)).isInstanceOf(TierUnavailableException.class);
    }

    @Test
    void theyAreDecidedByTheSharedTierAndNotByACopyHere() {
        node.cache.set("a", "old");
        store.holdMessages(node.shared());
        other.cache.set("a", "new");
        assertThat(node.cache.replace("a", "old", "mine")).isFalse();
        assertThat(node.cache.replace("a", "new", "mine")).isTrue();
        assertThat(node.inStore()).isEqualTo("mine");
        assertThat(node.cache.get("a")).isEqualTo("mine");
    }

    @Test
    void theWaitingWriteOfTheKeyGoesFirst() {
        node.onShared().throwNext(Operation.WRITE, 1);
        node.cache.set("a", "waits");
        assertThat(node.cache.setIfAbsent("a", "new")).isFalse();
        assertThat(node.inStore()).isEqualTo("waits");
    }

    @Test
    void aNegativeEntryIsAbsent() {
        assertThat(node.cache.get("a", key -> null)).isNull();
        assertThat(node.cache.replace("a", "x")).isFalse();
        assertThat(node.cache.setIfAbsent("a", "new")).isTrue();
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    @Test
    void anExpiredEntryIsAbsentThoughItMayStandInForAFailedLoad() {
        node.cache.set("a", "old", Duration.ofMinutes(1));
        time.advance(Duration.ofMinutes(2));
        assertThat(node.cache.replace("a", "x")).isFalse();
        assertThat(node.cache.setIfAbsent("a", "new")).isTrue();
        assertThat(node.cache.get("a")).isEqualTo("new");
    }

    @Test
    void theOwnTagIsSuccess() {
        node.cache.set("a", "old");
        Entry mine = Objects.requireNonNull(store.peek(Node.A));
        assertThat(node.shared().compareAndSet(Node.A, mine.tag() + 1, mine)).isTrue();
    }

    @Test
    void aTouchGivesANewTagKeepsTheLabelsAndIsHeardByOthers() {
        node.cache.set("a", "old", Node.HOUR, "l");
        assertThat(other.cache.get("a")).isEqualTo("old");
        long before = Objects.requireNonNull(store.peek(Node.A)).tag();
        assertThat(node.cache.touch("a", Duration.ofMinutes(5))).isTrue();
        Entry after = Objects.requireNonNull(store.peek(Node.A));
        assertThat(after.tag()).isNotEqualTo(before);
        assertThat(after.hasLabel(EntryFormat.labelHash("l"))).isTrue();
        assertThat(other.inMemory()).as("the other node dropped its copy").isNull();
        assertThat(other.cache.ttl("a")).isEqualTo(Duration.ofMinutes(5));
        assertThat(node.cache.ttl("a")).isEqualTo(Duration.ofMinutes(5));
    }

    /** The write has returned to its caller, and no thread has carried it out yet. */
    @Nested
    class BehindAWriteThatNoThreadHasCarriedOut {

        private final Cache<String> cache = node.cache;

        @Test
        void aSetIsTouched() {
            cache.set("a", "old", Node.HOUR);
            CompletableFuture<Void> set = cache.async().set("a", "new");
            assertThat(cache.touch("a", Duration.ofMinutes(5))).isTrue();
            assertThat(set).isCompleted();
            node.workers.runAll();
            assertThat(node.inStore()).isEqualTo("new");
            assertThat(cache.get("a")).isEqualTo("new");
            assertThat(cache.ttl("a")).isEqualTo(Duration.ofMinutes(5));
        }

        @Test
        void aSetIsThere() {
            CompletableFuture<Void> set = cache.async().set("a", "new");
            assertThat(cache.setIfAbsent("a", "other")).isFalse();
            assertThat(set).isCompleted();
            assertThat(node.inStore()).isEqualTo("new");
        }

        @Test
        void theSetsOfABatchAreThere() {
            CompletableFuture<Void> set = cache.async().setAll(Map.of("a", "new", "b", "also"));
            assertThat(cache.setIfAbsent("a", "other")).isFalse();
            assertThat(set).isCompleted();
            assertThat(cache.setIfAbsent("b", "other")).isFalse();
        }

        @Test
        void aDeleteLeavesNothingToReplace() {
            cache.set("a", "old");
            CompletableFuture<Boolean> delete = cache.async().delete("a");
            assertThat(cache.replace("a", "other")).isFalse();
            assertThat(delete).isCompletedWithValue(true);
            assertThat(node.inStore()).isNull();
        }
    }

    @Test
    void aWriteThatAnotherThreadCarriesGoesFirst() {
        node.cache.set("a", "old", Node.HOUR);
        Pause storing = node.onDisk().pauseBefore(Operation.PUT, Node.A);
        Running<Boolean> setting = ConcurrentRun.start(() -> {
            node.cache.set("a", "new", Node.HOUR);
            return true;
        });
        storing.awaitReached();
        Running<Boolean> touching = ConcurrentRun.start(() -> node.cache.touch("a", Duration.ofMinutes(5)));
        touching.awaitDoneOrWaiting();
        storing.release();
        setting.result();
        assertThat(touching.result()).isTrue();
        assertThat(node.cache.get("a")).isEqualTo("new");
        assertThat(node.cache.ttl("a")).isEqualTo(Duration.ofMinutes(5));
    }
}
