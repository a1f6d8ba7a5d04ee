package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.ReadOption;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is served in place of a load: stale values, values ahead of their refresh, and "there is none". */
@Timeout(60)
class StaleTest {

    private static final TierKey A = new TierKey("r", "a");

    private final FakeTime time = new FakeTime();
    private final TaskQueue tasks = new TaskQueue();
    private final AtomicInteger version = new AtomicInteger();
    private final CountingLoader<String> loader = new CountingLoader<>(key -> "v" + version.incrementAndGet());
    private final IllegalStateException failure = new IllegalStateException("as the test asked");
    private CacheManager manager = CacheManager.builder().time(time).build();

    private Cache<String> cache(ManagerBuilder builder, UnaryOperator<RegionSettings> settings) {
        manager.close();
        manager = builder.time(time).build();
        return manager.cache("r", String.class, settings);
    }

    private Cache<String> cache(UnaryOperator<RegionSettings> settings) {
        return cache(CacheManager.builder(), settings);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static RegionSettings staleIfError(RegionSettings region) {
        return region.expiry(Expiry.after(Duration.ofMinutes(1)))
                .stale(StalePolicy.ifError(Duration.ofMinutes(10)).throttle(Duration.ofSeconds(30)));
    }

    @Nested
    class ARefreshThatFailsWhileMemoryAloneLosesTheKey {

        private final Pause beforeTheRemoval = new Pause("the delete, before its step");
        private final Pause afterTheRemoval = new Pause("the delete, after its step");
        private final Pause inTheSource = new Pause("the source");
        private volatile @Nullable Thread deleter;

        /** The deleting thread asks for the time between the fence and the step. */
        private final class PausingTime implements TimeSource {

            @Override
            public long millis() {
                if (Thread.currentThread() == deleter) {
                    beforeTheRemoval.await();
                }
                return time.millis();
            }

            @Override
            public long nanos() {
                return time.nanos();
            }

            @Override
            public Scheduled after(Duration delay, Runnable task) {
                return time.after(delay, task);
            }
        }

        private final CacheListener pausesAfterTheRemoval = new CacheListener() {
            @Override
            public void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
                afterTheRemoval.await();
            }
        };

        private String fails(String key) throws Exception {
            inTheSource.await();
            throw new Exception("the source is away");
        }

        @Test
        void doesNotBringItBack() {
            try (CacheManager manager = CacheManager.builder()
                    .time(new PausingTime())
                    .listener(pausesAfterTheRemoval)
                    .build()) {
                Cache<String> cache = manager.cache("r", String.class);
                cache.set("a", "old");
                Running<Boolean> deleting = ConcurrentRun.start(() -> {
                    deleter = Thread.currentThread();
                    return cache.delete("a");
                });
                beforeTheRemoval.awaitReached();
                Running<String> refreshing = ConcurrentRun.start(() -> cache.get("a", this::fails, ReadOption.REFRESH));
                inTheSource.awaitReached();
                beforeTheRemoval.release();
                afterTheRemoval.awaitReached();
                inTheSource.release();
                refreshing.failure();
                afterTheRemoval.release();
                assertThat(deleting.result()).isTrue();
                assertThat(cache.get("a")).isNull();
            }
        }
    }

    @Nested
    class AFailedLoad {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void isAnsweredByTheStaleValueAndTheSourceIsSpared(boolean withoutMemory) {
            ManagerBuilder builder = CacheManager.builder().tier(new ReferenceTier());
            Cache<String> cache = cache(
                    withoutMemory ? builder.memory(memory -> memory.disabled()) : builder, StaleTest::staleIfError);
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            loader.failAlways(failure);
            for (int i = 0; i < 5; i++) {
                assertThat(cache.get("a", loader)).isEqualTo("old");
            }
            assertThat(loader.loads()).isEqualTo(1);
            assertThat(cache.stats().requests().staleHits()).isEqualTo(1);
            time.advance(Duration.ofSeconds(31));
            assertThat(cache.get("a", loader)).isEqualTo("old");
            assertThat(loader.loads()).isEqualTo(2);
            time.advance(Duration.ofSeconds(31));
            loader.heal();
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            assertThat(cache.get("a")).isEqualTo("v1");
        }

        @Test
        void fallsThroughWhenTheStaleValueIsTooOld() {
            Cache<String> cache = cache(StaleTest::staleIfError);
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(11));
            loader.failAlways(failure);
            assertThatThrownBy(() -> cache.get("a", loader)).hasRootCause(failure);
        }

        @Test
        void isNeverAnsweredByWhatWasRemoved() {
            Cache<String> cache = cache(StaleTest::staleIfError);
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            loader.failAlways(failure);
            try (Pause source = loader.pause()) {
                Running<String> call = ConcurrentRun.start(() -> cache.get("a", loader));
                source.awaitReached();
                cache.delete("a");
                source.release();
                assertThat(call.failure()).isInstanceOf(LoadException.class);
            }
            assertThatThrownBy(() -> cache.get("a", loader)).hasRootCause(failure);
        }

        @Test
        void withoutAPolicyIsNotHiddenByAFreshValue() {
            Cache<String> cache = cache(region -> region);
            cache.set("a", "present");
            loader.failAlways(failure);
            assertThatThrownBy(() -> cache.get("a", loader, ReadOption.REFRESH)).hasRootCause(failure);
            assertThat(cache.get("a")).isEqualTo("present");
        }

        @Test
        void isNotAnsweredWithoutALoader() {
            Cache<String> cache = cache(StaleTest::staleIfError);
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            assertThat(cache.get("a")).isNull();
        }
    }

    @Nested
    class ALoadThatTakesTooLong {

        private Cache<String> softly() {
            return cache(region -> staleIfError(region)
                    .loading(LoadPolicy.PLAIN.softTimeout(Duration.ofMillis(1)).hardTimeout(Duration.ofMinutes(5))));
        }

        @Test
        void isAnsweredByTheStaleValueAndGoesOn() {
            Cache<String> cache = softly();
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            try (Pause source = loader.pause()) {
                assertThat(cache.get("a", loader)).isEqualTo("old");
                assertThat(cache.get("a", loader)).isEqualTo("old");
                source.release();
                Awaitility.await().until(() -> "v1".equals(cache.get("a")));
            }
            assertThat(loader.loads()).isEqualTo(1);
            assertThat(cache.stats().requests().staleHits()).isEqualTo(2);
        }

        @Test
        void isWaitedForWhereThereIsNothingStale() {
            assertThat(softly().get("a", loader)).isEqualTo("v1");
        }

        @Test
        void failsItsCallersAndGoesOn() {
            Cache<String> cache = cache(region -> region.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofMillis(1))));
            try (Pause source = loader.pause()) {
                assertThatThrownBy(() -> cache.get("a", loader))
                        .hasMessageContaining("r:a")
                        .hasMessageContaining("PT0.001S")
                        .extracting(e -> ((LoadException) e).reason())
                        .isEqualTo(Reason.TIMEOUT);
                source.release();
                Awaitility.await().until(() -> "v1".equals(cache.get("a")));
            }
        }

        @Test
        void letsGoOfACallerThatIsInterrupted() {
            Cache<String> cache = cache(region -> region.loading(LoadPolicy.PLAIN.hardTimeout(Duration.ofMinutes(5))));
            try (Pause source = loader.pause()) {
                Running<Boolean> call = ConcurrentRun.start(() -> {
                    assertThatThrownBy(() -> cache.get("a", loader))
                            .extracting(e -> ((LoadException) e).reason())
                            .isEqualTo(Reason.INTERRUPTED);
                    return Thread.interrupted();
                });
                source.awaitReached();
                call.thread().interrupt();
                assertThat(call.result()).isTrue();
            }
        }
    }

    @Nested
    class ARefreshAhead {

        private Cache<String> ahead(ManagerBuilder builder) {
            return cache(
                    builder.executor(tasks),
                    region -> region.expiry(Expiry.after(Duration.ofMinutes(10)))
                            .loading(LoadPolicy.PLAIN.refreshAhead(0.8)));
        }

        @Test
        void loadsOnceInTheBackgroundWhenItsShareOfTheTimeIsOver() {
            Cache<String> cache = ahead(CacheManager.builder());
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            time.advance(Duration.ofMinutes(7));
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            assertThat(tasks.size()).isZero();
            time.advance(Duration.ofMinutes(1));
            for (int i = 0; i < 5; i++) {
                assertThat(cache.get("a", loader)).isEqualTo("v1");
            }
            assertThat(tasks.runAll()).isEqualTo(1);
            assertThat(cache.get("a", loader)).isEqualTo("v2");
            assertThat(cache.ttl("a")).isEqualTo(Duration.ofMinutes(10));
            assertThat(cache.stats().loads().refreshes()).isEqualTo(1);
            assertThat(loader.loads()).isEqualTo(2);
        }

        @Test
        void thatFailsDoesNotAskAtEveryRead() {
            Cache<String> cache = ahead(CacheManager.builder());
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            time.advance(Duration.ofMinutes(9));
            loader.failAlways(failure);
            for (int i = 0; i < 5; i++) {
                assertThat(cache.get("a", loader)).isEqualTo("v1");
                tasks.runAll();
            }
            assertThat(loader.loads()).isEqualTo(2);
            time.advance(Duration.ofMinutes(1));
            assertThat(cache.get("a")).isNull();
        }

        @Test
        void thatFindsNoThreadIsTriedAgain() {
            Cache<String> cache = ahead(CacheManager.builder());
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            time.advance(Duration.ofMinutes(9));
            tasks.refuse(true);
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            tasks.refuse(false);
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            assertThat(tasks.runAll()).isEqualTo(1);
            assertThat(cache.get("a", loader)).isEqualTo("v2");
        }

        @Test
        void isNotKeptIfTheKeyIsSetMeanwhile() {
            Cache<String> cache = ahead(CacheManager.builder());
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            time.advance(Duration.ofMinutes(9));
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            cache.set("a", "set");
            tasks.runAll();
            assertThat(cache.get("a")).isEqualTo("set");
        }

        @Test
        void takesWhatAnotherNodeHasLoaded() {
            SharedStore store = new SharedStore(time);
            Cache<String> cache = ahead(CacheManager.builder().tier(store.attach()));
            try (CacheManager other =
                    CacheManager.builder().time(time).tier(store.attach()).build()) {
                assertThat(cache.get("a", loader)).isEqualTo("v1");
                time.advance(Duration.ofMinutes(9));
                other.cache("r", String.class).get("a", key -> "theirs", ReadOption.REFRESH);
                assertThat(cache.get("a", loader)).isEqualTo("v1");
                tasks.runAll();
                assertThat(cache.get("a", loader)).isEqualTo("theirs");
                assertThat(tasks.size()).isZero();
            }
            assertThat(loader.loads()).isEqualTo(1);
        }

        @Test
        void thatFindsNothingMoreRemovesTheValueEverywhere() {
            SharedStore store = new SharedStore(time);
            Cache<String> cache =
                    ahead(CacheManager.builder().tier(new ReferenceTier()).tier(store.attach()));
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            time.advance(Duration.ofMinutes(9));
            assertThat(cache.get("a", key -> null)).isEqualTo("v1");
            tasks.runAll();
            assertThat(cache.get("a")).isNull();
            assertThat(store.keys()).isEmpty();
            assertThat(store.isLeased(A)).isFalse();
        }
    }

    @Nested
    class NothingInTheSource {

        @Test
        void isKnownForAWhile() {
            Cache<String> cache = cache(
                    CacheManager.builder().tier(new ReferenceTier()),
                    region -> region.loading(LoadPolicy.PLAIN.negativeTtl(Duration.ofSeconds(10))));
            CountingLoader<String> none = new CountingLoader<>(key -> null);
            assertThat(cache.get("a", none)).isNull();
            assertThat(cache.get("a", none)).isNull();
            manager.clear(Engine.MEMORY);
            assertThat(cache.get("a", none)).isNull();
            assertThat(cache.get("a")).isNull();
            assertThat(cache.contains("a")).isFalse();
            assertThat(cache.keys("*")).isEmpty();
            assertThat(none.loads()).isEqualTo(1);
            assertThat(cache.stats().requests().negativeHits()).isEqualTo(3);
            time.advance(Duration.ofSeconds(10));
            assertThat(cache.get("a", loader)).isEqualTo("v1");
        }

        @Test
        void isAskedAgainWithoutNegativeCaching() {
            SharedStore store = new SharedStore(time);
            Cache<String> cache = cache(CacheManager.builder().tier(store.attach()), region -> region);
            assertThat(cache.get("a", key -> null)).isNull();
            assertThat(store.isLeased(A)).isFalse();
            assertThat(cache.get("a", loader)).isEqualTo("v1");
            assertThat(cache.get("a")).isEqualTo("v1");
            assertThat(store.keys()).containsExactly(A);
        }

        @Test
        void doesNotLeaveAStaleValueToStandInLater() {
            Cache<String> cache = cache(CacheManager.builder().tier(new ReferenceTier()), StaleTest::staleIfError);
            cache.set("a", "old");
            time.advance(Duration.ofMinutes(2));
            assertThat(cache.get("a", key -> null)).isNull();
            loader.failAlways(failure);
            assertThatThrownBy(() -> cache.get("a", loader)).hasRootCause(failure);
        }
    }

    @Nested
    class ReadOptions {

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void refreshReplacesWhatIsThereInEveryTier(boolean withoutMemory) {
            SharedStore store = new SharedStore(time);
            ManagerBuilder builder =
                    CacheManager.builder().tier(new ReferenceTier()).tier(store.attach());
            Cache<String> cache =
                    cache(withoutMemory ? builder.memory(memory -> memory.disabled()) : builder, region -> region);
            cache.set("a", "old");
            if (!withoutMemory) {
                manager.clear(Engine.MEMORY);
            }
            assertThat(cache.get("a", loader, ReadOption.REFRESH)).isEqualTo("v1");
            assertThat(cache.get("a")).isEqualTo("v1");
            manager.clear("shared");
            if (!withoutMemory) {
                manager.clear(Engine.MEMORY);
            }
            assertThat(cache.get("a")).isEqualTo("v1");
        }

        @Test
        void bypassTouchesNoTier() {
            Cache<String> cache = cache(CacheManager.builder().tier(new ReferenceTier()), region -> region);
            cache.set("a", "old");
            assertThat(cache.get("a", loader, ReadOption.BYPASS)).isEqualTo("v1");
            assertThat(cache.get("b", loader, ReadOption.BYPASS)).isEqualTo("v2");
            assertThat(cache.get("a")).isEqualTo("old");
            assertThat(cache.get("b")).isNull();
        }

        @Test
        void aRefreshThatIsOvertakenIsNotKept() {
            Cache<String> cache = cache(CacheManager.builder().tier(new ReferenceTier()), region -> region);
            cache.set("a", "old");
            try (Pause source = loader.pause()) {
                Running<String> call = ConcurrentRun.start(() -> cache.get("a", loader, ReadOption.REFRESH));
                source.awaitReached();
                cache.set("a", "set");
                source.release();
                assertThat(call.result()).isEqualTo("v1");
            }
            assertThat(cache.get("a")).isEqualTo("set");
        }
    }

    @Nested
    class ALoaderThatDecides {

        @Test
        void givesItsResultATimeAndLabels() {
            Cache<String> cache = cache(CacheManager.builder().tier(new ReferenceTier()), StaleTest::staleIfError);
            cache.get("a", (key, context) -> {
                context.ttl(Duration.ofSeconds(5));
                context.labels("team:1", "news");
                return "x";
            });
            assertThat(cache.ttl("a")).isEqualTo(Duration.ofSeconds(5));
            assertThat(cache.get("b", loader)).isEqualTo("v1");
            assertThat(cache.invalidateLabel("news")).isEqualTo(1);
            assertThat(cache.get("a")).isNull();
            assertThat(cache.get("b")).isEqualTo("v1");
        }
    }
}
