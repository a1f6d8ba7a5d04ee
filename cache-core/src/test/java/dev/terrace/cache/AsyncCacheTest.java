package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The asynchronous API: the same operations, and never a wait. */
class AsyncCacheTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int CALLS = 10_000;
    private static final int MOST_THREADS = 32;

    private final FakeTime time = new FakeTime();
    private final FlakyTier below = FlakyTier.around(new ReferenceTier());
    private CacheManager manager = CacheManager.builder().time(time).build();

    private Cache<String> cache(boolean layered, UnaryOperator<RegionSettings> settings) {
        manager.close();
        ManagerBuilder builder = CacheManager.builder().time(time);
        manager = (layered ? builder.tier(below) : builder).build();
        return manager.cache("user", String.class, settings);
    }

    @AfterEach
    void close() {
        below.faults().heal();
        manager.close();
    }

    private static <T> T of(CompletableFuture<T> call) {
        return call.orTimeout(30, TimeUnit.SECONDS).join();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyOperationGivesWhatTheBlockingOneGives(boolean layered) {
        Cache<String> cache = cache(layered, same -> same);
        AsyncCache<String> async = cache.async();
        of(async.set("a", "1"));
        of(async.set("b", "2", HOUR, "label"));
        of(async.setAll(Map.of("c", "3", "d", "4")));
        assertThat(of(async.get("a"))).isEqualTo("1");
        assertThat(of(async.get("none"))).isNull();
        assertThat(of(async.get("e", key -> "loaded " + key))).isEqualTo("loaded e");
        assertThat(of(async.getAll(List.of("a", "c", "none")))).isEqualTo(Map.of("a", "1", "c", "3"));
        assertThat(of(async.getAll(List.of("a", "f"), keys -> Map.of("f", "6"))))
                .containsEntry("f", "6");
        assertThat(of(async.contains("b"))).isTrue();
        assertThat(of(async.contains("none"))).isFalse();
        assertThat(of(async.ttl("b"))).isEqualTo(HOUR);
        assertThat(of(async.ttl("none"))).isNull();
        assertThat(of(async.touch("b", HOUR.plusDays(1)))).isTrue();
        assertThat(cache.ttl("b")).isEqualTo(HOUR.plusDays(1));
        assertThat(of(async.touch("none", HOUR))).isFalse();
        conditionsAndRemovals(async);
        assertThat(cache.keys("*")).isEmpty();
    }

    private static void conditionsAndRemovals(AsyncCache<String> async) {
        assertThat(of(async.setIfAbsent("a", "9"))).isFalse();
        assertThat(of(async.setIfAbsent("g", "7"))).isTrue();
        assertThat(of(async.replace("g", "8"))).isTrue();
        assertThat(of(async.replace("g", "7", "9"))).isFalse();
        assertThat(of(async.replace("g", "8", "9"))).isTrue();
        assertThat(of(async.delete("g"))).isTrue();
        assertThat(of(async.delete("g"))).isFalse();
        assertThat(of(async.deleteAll(List.of("c", "d", "none")))).isEqualTo(2);
        assertThat(of(async.invalidateLabel("label"))).isEqualTo(new Removed(1, true));
        assertThat(of(async.invalidate("[e]"))).isEqualTo(new Removed(1, true));
        assertThat(of(async.clear())).isEqualTo(new Removed(2, true));
    }

    @Test
    void withMemoryAloneOnlyLoadsAndSweepsTakeAThread() {
        AsyncCache<String> async = cache(false, same -> same).async();
        List<CompletableFuture<?>> calls = List.of(
                async.get("none"),
                async.getAll(List.of("none")),
                async.set("a", "b"),
                async.setAll(Map.of("c", "d")),
                async.setIfAbsent("e", "f"),
                async.replace("e", "g"),
                async.replace("e", "g", "h"),
                async.touch("e", HOUR),
                async.contains("none"),
                async.ttl("none"),
                async.delete("a"),
                async.deleteAll(List.of("c")));
        assertThat(calls).allMatch(CompletableFuture::isDone);
    }

    @Nested
    class OnAHitInMemory {

        private void isDoneAtOnce(UnaryOperator<RegionSettings> settings) {
            Cache<String> cache = cache(true, settings);
            cache.set("a", "1");
            try (Pause get = below.faults().hang(Operation.GET);
                    Pause all = below.faults().hang(Operation.GET_ALL)) {
                AsyncCache<String> async = cache.async();
                assertThat(async.get("a")).isCompletedWithValue("1");
                assertThat(async.get("a", key -> "x")).isCompletedWithValue("1");
                assertThat(async.contains("a")).isCompletedWithValue(true);
                assertThat(async.getAll(List.of("a"))).isCompletedWithValueMatching(Map.of("a", "1")::equals);
                assertThat(async.getAll(List.of("a"), keys -> Map.of())).isCompleted();
                assertThat(get.reached() + all.reached()).isZero();
            }
        }

        @Test
        void theCallIsDoneWhenItReturns() {
            isDoneAtOnce(same -> same);
            assertThat(manager.cache("user", String.class).async().ttl("a")).isCompleted();
        }

        @Test
        void alsoUnderAnIdleLimit() {
            isDoneAtOnce(settings -> settings.expiry(Expiry.NEVER.idle(HOUR)));
        }

        @Test
        void alsoWithCopies() {
            isDoneAtOnce(settings ->
                    settings.copyOnRead(value -> String.valueOf(value.toString().toCharArray())));
        }

        @Test
        void alsoWhenItIsTimeToRefresh() {
            Cache<String> cache =
                    cache(true, settings -> settings.ttl(HOUR).loading(LoadPolicy.PLAIN.refreshAhead(0.5)));
            cache.set("a", "1");
            time.advance(Duration.ofMinutes(40));
            assertThat(cache.async().get("a", key -> "2")).isCompletedWithValue("1");
        }

        @Test
        void alsoIfItIsKnownThatTheSourceHasNone() {
            Cache<String> cache = cache(true, settings -> settings.loading(LoadPolicy.PLAIN.negativeTtl(HOUR)));
            assertThat(cache.get("a", key -> null)).isNull();
            assertThat(cache.async().get("a", key -> "x")).isCompletedWithValue(null);
            assertThat(cache.async().ttl("a")).isCompletedWithValue(null);
        }
    }

    @Nested
    class OnALowerTierThatNeverAnswers {

        @Test
        void tenThousandReadsReturnAtOnceOnFewThreads() {
            AsyncCache<String> async = cache(true, same -> same).async();
            List<CompletableFuture<String>> calls = new ArrayList<>();
            try (Pause hanging = below.faults().hang(Operation.GET)) {
                for (int i = 0; i < CALLS; i++) {
                    calls.add(async.get("key" + i, key -> "loaded"));
                }
                hanging.awaitReached();
                assertThat(calls).noneMatch(CompletableFuture::isDone);
                assertThat(workers()).isLessThanOrEqualTo(MOST_THREADS);
            }
            assertThat(calls).allSatisfy(call -> assertThat(of(call)).isEqualTo("loaded"));
        }

        @Test
        void writesAndRemovalsReturnAtOnceToo() {
            Cache<String> cache = cache(true, same -> same);
            AsyncCache<String> async = cache.async();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            try (Pause puts = below.faults().hang(Operation.PUT);
                    Pause batches = below.faults().hang(Operation.PUT_ALL);
                    Pause removals = below.faults().hang(Operation.REMOVE);
                    Pause scans = below.faults().hang(Operation.SCAN)) {
                for (int i = 0; i < CALLS; i += 5) {
                    calls.add(async.set("set" + i, "1"));
                    calls.add(async.setAll(Map.of("all" + i, "2")));
                    calls.add(async.delete("deleted" + i));
                    calls.add(async.setIfAbsent("absent" + i, "3"));
                    calls.add(i % 1000 == 0 ? async.invalidate("gone*") : async.deleteAll(List.of("x" + i)));
                }
                puts.awaitReached();
                assertThat(cache.get("set0")).as("effective at once").isEqualTo("1");
                assertThat(workers()).isLessThanOrEqualTo(MOST_THREADS);
                assertThat(List.of(batches, removals, scans)).isNotEmpty();
            }
            calls.forEach(AsyncCacheTest::of);
            assertThat(cache.get("absent5")).isEqualTo("3");
        }

        private static long workers() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("terrace-worker"))
                    .count();
        }

        @Test
        void anInvalidationIsAnnouncedByAWorker() {
            manager.close();
            StandInSharedTier shared = new SharedStore(time).attach();
            manager = CacheManager.builder().time(time).tier(shared).build();
            Cache<String> cache = manager.cache("user", String.class);
            cache.set("a", "1");
            CompletableFuture<Removed> removed;
            try (Pause announcing = shared.faults().hang(Operation.ANNOUNCE)) {
                removed = cache.async().invalidate("*");
                assertThat(removed).isNotDone();
                assertThat(cache.async().contains("a").getNow(false)).isFalse();
                announcing.awaitReached();
            }
            assertThat(of(removed)).isEqualTo(new Removed(1, true));
        }
    }

    @Test
    void ofTwoWritesTheLaterStaysWhicheverArrivesFirst() {
        Cache<String> cache = cache(true, same -> same);
        TierKey key = new TierKey("user", "a");
        CompletableFuture<Void> first;
        try (Pause slow = below.faults().pauseBefore(Operation.PUT, key)) {
            first = cache.async().set("a", "first");
            slow.awaitReached();
            of(cache.async().set("a", "second"));
        }
        of(first);
        assertThat(cache.get("a")).isEqualTo("second");
        manager.clear("memory");
        assertThat(cache.get("a")).isEqualTo("second");
    }

    @Test
    void aRemovalAfterAWriteStaysARemoval() {
        Cache<String> cache = cache(true, same -> same);
        CompletableFuture<Void> write;
        try (Pause slow = below.faults().pauseBefore(Operation.PUT)) {
            write = cache.async().set("a", "first");
            slow.awaitReached();
            assertThat(of(cache.async().delete("a"))).isTrue();
        }
        of(write);
        assertThat(cache.get("a")).isNull();
    }

    @Test
    void errorsComeThroughTheFuture() {
        AsyncCache<String> async = cache(true, same -> same).async();
        assertThatThrownBy(() -> of(async.get("a", key -> {
                    throw new java.io.IOException("source is down");
                })))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("source is down");
        assertThat(of(async.getAll(List.of("b"), keys -> {
                            throw new IllegalStateException("down");
                        }))
                        .failures())
                .containsOnlyKeys("b");
    }

    @Test
    void anExecutorThatIsPassedInIsUsedAndNotShutDown() {
        ExecutorService own = Executors.newSingleThreadExecutor(task -> new Thread(task, "own-worker"));
        try {
            manager.close();
            manager =
                    CacheManager.builder().time(time).tier(below).executor(own).build();
            Cache<String> cache = manager.cache("user", String.class);
            assertThat(of(cache.async().get("a", key -> Thread.currentThread().getName())))
                    .isEqualTo("own-worker");
            manager.close();
            assertThat(own.isShutdown()).isFalse();
        } finally {
            own.shutdownNow();
        }
    }

    @Test
    void anExecutorThatRefusesFailsReadsAndKeepsWrites() {
        manager.close();
        manager = CacheManager.builder()
                .time(time)
                .tier(below)
                .executor(task -> {
                    throw new java.util.concurrent.RejectedExecutionException("full");
                })
                .build();
        Cache<String> cache = manager.cache("user", String.class);
        of(cache.async().set("a", "1"));
        manager.clear("memory");
        assertThat(cache.get("a")).isEqualTo("1");
        assertThatThrownBy(() -> of(cache.async().get("b")))
                .cause()
                .isInstanceOf(CacheException.class)
                .hasMessageContaining("slow the callers down");
        assertThat(of(cache.async().clear()).complete()).isFalse();
        assertThat(cache.get("a")).isNull();
    }

    @Nested
    class WhenTheManagerCloses {

        @Test
        void everyCallUnderWayIsAnswered() {
            Cache<String> cache = cache(true, same -> same);
            AsyncCache<String> async = cache.async();
            List<CompletableFuture<?>> calls = new ArrayList<>();
            Pause gets = below.faults().hang(Operation.GET);
            Pause puts = below.faults().hang(Operation.PUT);
            for (int i = 0; i < 1_000; i++) {
                calls.add(async.get("key" + i));
                calls.add(async.set("set" + i, "1"));
                calls.add(async.delete("set" + i));
                calls.add(async.clear());
            }
            Running<Object> closing = ConcurrentRun.start(() -> {
                manager.close();
                return "closed";
            });
            assertThat(closing.result()).isEqualTo("closed");
            assertThat(calls).allMatch(CompletableFuture::isDone);
            assertThat(calls).allSatisfy(AsyncCacheTest::isAnsweredOrClosed);
            gets.release();
            puts.release();
        }

        @Test
        void alsoUnderAnExecutorThatIsNotOurs() {
            List<Runnable> never = new ArrayList<>();
            manager.close();
            manager = CacheManager.builder()
                    .time(time)
                    .tier(below)
                    .executor(never::add)
                    .build();
            AsyncCache<String> async = manager.cache("user", String.class).async();
            CompletableFuture<String> read = async.get("a");
            CompletableFuture<Void> write = async.set("a", "1");
            manager.close();
            assertThat(read).isCompletedExceptionally();
            assertThat(write).isCompletedExceptionally();
            isAnsweredOrClosed(read);
            never.forEach(Runnable::run);
        }
    }

    private static void isAnsweredOrClosed(CompletableFuture<?> call) {
        if (call.isCompletedExceptionally()) {
            assertThatThrownBy(() -> of(call)).cause().isInstanceOf(IllegalStateException.class);
        }
    }
}
