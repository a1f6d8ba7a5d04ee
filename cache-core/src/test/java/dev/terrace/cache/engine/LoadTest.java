package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheException;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.Loader;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a load may do, and what becomes of a key that is touched while it loads. */
class LoadTest {

    private final FakeTime time = new FakeTime();
    private final TaskQueue tasks = new TaskQueue();
    private final CountingLoader<String> loader = new CountingLoader<>(key -> "loaded " + key);
    private final CacheManager manager =
            CacheManager.builder().time(time).tier(new ReferenceTier()).build();
    private final Cache<String> cache = manager.cache("r", String.class);
    private final Cache<String> timed = manager.cache(
            "t", String.class, region -> region.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofMinutes(5))));

    @AfterEach
    void close() {
        manager.close();
    }

    private Cache<String> pick(boolean apart) {
        return apart ? timed : cache;
    }

    private static void assertReason(Throwable thrown, Reason reason) {
        assertThat(thrown).isInstanceOf(LoadException.class);
        assertThat(((LoadException) thrown).reason()).isEqualTo(reason);
    }

    @Nested
    @Timeout(60)
    class ReentrantLoads {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void mayLoadOtherKeys(boolean apart) {
            Cache<String> region = pick(apart);
            String value = region.get("a", a -> region.get("b", b -> region.get("c", loader) + " b") + " a");
            assertThat(value).isEqualTo("loaded c b a");
            assertThat(region.get("b")).isEqualTo("loaded c b");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void failWhenTheyWaitForThemselves(boolean apart) {
            Cache<String> region = pick(apart);
            assertThatThrownBy(() -> region.get("a", a -> region.get("a", loader)))
                    .hasMessageContaining(":a")
                    .hasMessageContaining("waits for itself")
                    .satisfies(thrown -> assertReason(thrown, Reason.RECURSION));
            assertThat(region.get("a", loader)).isEqualTo("loaded a");
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void failWhenTheyWaitForThemselvesThroughAnotherKey(boolean apart) {
            Cache<String> region = pick(apart);
            assertThatThrownBy(() -> region.get("a", a -> region.get("b", b -> region.get("a", loader))))
                    .satisfies(thrown -> assertReason(thrown, Reason.RECURSION));
        }

        @Test
        void failWhenTheyWaitForThemselvesThroughAnotherRegion() {
            assertThatThrownBy(() -> cache.get("a", a -> timed.get("b", b -> cache.get("a", loader))))
                    .satisfies(thrown -> assertReason(thrown, Reason.RECURSION));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void failWhenTwoThreadsWaitForEachOther(boolean apart) {
            Cache<String> region = pick(apart);
            CyclicBarrier both = new CyclicBarrier(2);
            List<Throwable> failures = ConcurrentRun.of(
                            2, i -> () -> region.get("k" + i, crossing(region, "k" + (1 - i), both)))
                    .failures();
            assertThat(failures).hasSizeBetween(1, 2).allSatisfy(thrown -> assertReason(thrown, Reason.RECURSION));
        }

        private Loader<String> crossing(Cache<String> region, String other, CyclicBarrier both) {
            return key -> {
                both.await(30, TimeUnit.SECONDS);
                return region.get(other, loader);
            };
        }

        @Test
        void ofARegionWithTimeoutsNeedNoSecondThread() {
            List<Running<String>> many = java.util.stream.IntStream.range(0, 100)
                    .mapToObj(i -> ConcurrentRun.start(() ->
                            timed.get("a" + i, a -> timed.get("b" + i, b -> timed.get("c" + i, loader)))))
                    .toList();
            assertThat(many).allSatisfy(call -> assertThat(call.result()).startsWith("loaded c"));
        }
    }

    @Nested
    class LoadersThatThrow {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void anErrorReachesTheCallerAsALoadException(boolean apart) {
            Error error = new StackOverflowError("as the test asked");
            assertThatThrownBy(() -> pick(apart).get("a", key -> {
                        throw error;
                    }))
                    .hasRootCause(error)
                    .satisfies(thrown -> assertReason(thrown, Reason.FAILED));
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void aCheckedExceptionIsTheCause(boolean apart) {
            IOException failure = new IOException("as the test asked");
            loader.failAlways(failure);
            assertThatThrownBy(() -> pick(apart).get("a", loader)).hasRootCause(failure);
            assertThat(pick(apart).stats().loads().failures()).isEqualTo(1);
            loader.heal();
            assertThat(pick(apart).get("a", loader)).isEqualTo("loaded a");
        }

        @Test
        void anInterruptStaysWithTheThread() {
            assertThatThrownBy(() -> cache.get("a", key -> {
                        throw new InterruptedException("as the test asked");
                    }))
                    .hasCauseInstanceOf(LoadException.class)
                    .hasRootCauseInstanceOf(InterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
        }

        @Test
        void aBypassedLoadFailsTheSameWay() {
            Error error = new AssertionError("as the test asked");
            assertThatThrownBy(() -> cache.get(
                            "a",
                            key -> {
                                throw error;
                            },
                            dev.terrace.cache.ReadOption.BYPASS))
                    .hasRootCause(error)
                    .satisfies(thrown -> assertReason(thrown, Reason.FAILED));
        }

        @Test
        void aLoaderThatAsksForTheImpossibleFailsOnce() {
            assertThatThrownBy(() -> cache.get("a", (key, context) -> {
                        context.labels(new String[1000]);
                        return "b";
                    }))
                    .hasMessageContaining("labels must be at most");
            assertThat(cache.stats().loads().failures()).isEqualTo(1);
            assertThat(cache.stats().loads().successes()).isZero();
        }
    }

    @Nested
    class AnExecutorThatRefusesWork {

        private final CacheManager refusing =
                CacheManager.builder().time(time).executor(tasks).build();
        private final Cache<String> region = refusing.cache(
                "r", String.class, settings -> settings.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofSeconds(1))));

        @AfterEach
        void close() {
            refusing.close();
        }

        @Test
        void failsTheLoadsAndLeavesNoFlight() {
            tasks.refuse(true);
            assertThatThrownBy(() -> region.get("a", loader))
                    .hasRootCauseInstanceOf(java.util.concurrent.RejectedExecutionException.class)
                    .hasCauseInstanceOf(CacheException.class);
            tasks.refuse(false);
            Running<String> call = ConcurrentRun.start(() -> region.get("a", loader));
            await().until(() -> tasks.runAll() == 1);
            assertThat(call.result()).isEqualTo("loaded a");
        }
    }

    @Nested
    class AKeyThatIsTouchedWhileItLoads {

        private void assertNotKept(Consumer<Cache<String>> touch, String left) {
            try (Pause source = loader.pause()) {
                Running<String> call = ConcurrentRun.start(() -> cache.get("a", loader));
                source.awaitReached();
                touch.accept(cache);
                source.release();
                assertThat(call.result()).isEqualTo("loaded a");
            }
            assertThat(cache.get("a")).isEqualTo(left);
            assertThat(manager.clear(Engine.MEMORY)).isGreaterThanOrEqualTo(0);
            assertThat(cache.get("a")).isEqualTo(left);
            assertThat(cache.stats().loads().refused()).isEqualTo(1);
        }

        @Test
        void bySetKeepsWhatWasSet() {
            assertNotKept(region -> region.set("a", "set"), "set");
        }

        @Test
        void byDeleteStaysDeleted() {
            assertNotKept(region -> region.delete("a"), null);
        }

        @Test
        void byInvalidateStaysInvalidated() {
            assertNotKept(region -> region.invalidate("a*"), null);
        }

        @Test
        void byLabelStaysInvalidated() {
            assertNotKept(region -> region.invalidateLabel("news"), null);
        }

        @Test
        void byClearStaysCleared() {
            assertNotKept(Cache::clear, null);
            assertThat(manager.clear()).isZero();
        }

        @Test
        void isLoadedAnewForThoseWhoAskLater() {
            try (Pause source = loader.pause()) {
                Running<String> first = ConcurrentRun.start(() -> cache.get("a", loader));
                source.awaitReached();
                cache.delete("a");
                Running<String> second = ConcurrentRun.start(() -> cache.get("a", loader));
                source.awaitReached(2);
                source.release();
                assertThat(first.result()).isEqualTo(second.result());
            }
            assertThat(loader.loads("a")).isEqualTo(2);
            assertThat(cache.get("a")).isEqualTo("loaded a");
        }
    }
}
