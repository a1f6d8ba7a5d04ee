package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners hear each event once, and what they throw stays with them. */
class ListenerTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier below = FlakyTier.around(new HeapTier("below", Long.MAX_VALUE));
    private final Recorder heard = new Recorder();
    private CacheManager manager = start(below);
    private Cache<String> cache = manager.cache("user", String.class);

    private CacheManager start(Tier tier) {
        return CacheManager.builder()
                .time(time)
                .executor(Runnable::run)
                .tier(tier)
                .memory(memory -> memory.maximumEntries(1_000))
                .listener(new Thrower())
                .listener(heard)
                .build();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Writes down what it hears. */
    private static final class Recorder implements CacheListener {

        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
            events.add("removed " + region + ":" + key + "=" + value + " " + cause);
        }

        @Override
        public void written(String region, String key) {
            events.add("written " + region + ":" + key);
        }

        @Override
        public void loaded(String region, String key, long nanos, @Nullable Throwable failure) {
            assertThat(nanos).isNotNegative();
            events.add("loaded " + region + ":" + key + (failure == null ? "" : " failed"));
        }

        @Override
        public void promoted(String region, String key, String fromTier) {
            events.add("promoted " + region + ":" + key + " from " + fromTier);
        }

        @Override
        public void tierFailed(String tier, String operation, Throwable failure) {
            events.add("failed " + tier + " " + operation);
        }

        @Override
        public void invalidated(String scope, long keys) {
            events.add("invalidated " + scope + ": " + keys);
        }

        List<String> drain() {
            List<String> all = List.copyOf(events);
            events.clear();
            return all;
        }
    }

    /** Throws, exceptions and errors, whatever it hears. */
    private static final class Thrower implements CacheListener {

        @Override
        public void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
            throw new AssertionError("listener");
        }

        @Override
        public void written(String region, String key) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void loaded(String region, String key, long nanos, @Nullable Throwable failure) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void promoted(String region, String key, String fromTier) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void tierFailed(String tier, String operation, Throwable failure) {
            throw new IllegalStateException("listener");
        }

        @Override
        public void invalidated(String scope, long keys) {
            throw new IllegalStateException("listener");
        }
    }

    @Test
    void writesReplacementsAndRemovalsAreHeard() {
        cache.set("a", "1");
        cache.set("a", "2");
        cache.setIfAbsent("a", "3");
        cache.setAll(Map.of("b", "1"));
        cache.delete("a");
        cache.delete("a");
        assertThat(heard.drain())
                .containsExactly(
                        "written user:a",
                        "removed user:a=1 REPLACEMENT",
                        "written user:a",
                        "written user:b",
                        "removed user:a=2 INVALIDATION");
        assertThat(manager.stats().gauges()).containsEntry("listener.failures", 5.0);
    }

    @Test
    void loadsAndPromotionsAreHeard() {
        cache.get("a", key -> "1");
        assertThatThrownBy(() -> cache.get("b", key -> {
                    throw new IllegalStateException("down");
                }))
                .isInstanceOf(LoadException.class);
        assertThat(heard.drain()).containsExactly("loaded user:a", "loaded user:b failed");
        manager.clear("memory");
        cache.get("a");
        cache.get("a");
        assertThat(heard.drain()).containsExactly("removed user:a=1 INVALIDATION", "promoted user:a from below");
    }

    @Test
    void expiryIsHeardWhenAnEntryIsRemovedOrReplaced() {
        cache.set("a", "1", Duration.ofMinutes(1));
        cache.set("b", "1", Duration.ofMinutes(1));
        time.advance(Duration.ofMinutes(1));
        heard.drain();
        cache.set("b", "2");
        manager.cleanup();
        assertThat(heard.drain())
                .containsExactly("removed user:b=1 EXPIRY", "written user:b", "removed user:a=1 EXPIRY");
    }

    @Test
    void removalsOfManyKeysAreHeardOnceAndOneByOneFromMemory() {
        cache.set("a", "1");
        heard.drain();
        cache.invalidate("a*");
        manager.clear();
        assertThat(heard.drain())
                .containsExactly(
                        "removed user:a=1 INVALIDATION",
                        "invalidated region user, keys a*: 1",
                        "invalidated every region: 0");
    }

    @Test
    void aTierThatFailsIsHeard() {
        cache.set("a", "1");
        manager.clear("memory");
        heard.drain();
        below.faults().throwNext(Operation.GET, 1);
        assertThat(cache.get("a")).isNull();
        below.faults().throwNext(Operation.PUT, 1);
        cache.set("b", "1");
        assertThat(heard.drain()).containsExactly("failed below get", "failed below put", "written user:b");
    }

    @Test
    void damageIsHeardWithoutAValue() {
        cache.set("a", "1");
        manager.clear("memory");
        heard.drain();
        below.garbageNext(1);
        assertThat(cache.get("a")).isNull();
        assertThat(heard.drain()).containsExactly("removed user:a=null DAMAGE");
    }

    @Test
    void evictionForRoomIsHeard() {
        IntStream.range(0, 3_000).forEach(i -> cache.set("k" + i, "v"));
        org.awaitility.Awaitility.await()
                .untilAsserted(() -> assertThat(heard.events)
                        .anyMatch(event -> event.startsWith("removed user:k") && event.endsWith("EVICTION")));
    }

    @Test
    void changesOfOtherNodesAreHeard() {
        SharedStore store = new SharedStore(time);
        StandInSharedTier mine = store.attach();
        manager.close();
        manager = start(mine);
        cache = manager.cache("user", String.class);
        cache.set("a", "1");
        heard.drain();
        try (CacheManager other =
                CacheManager.builder().time(time).tier(store.attach()).build()) {
            other.set("user:a", "2");
        }
        assertThat(heard.drain()).containsExactly("removed user:a=1 COHERENCE");
        cache.setIfAbsent("b", "1");
        cache.replace("b", "2");
        assertThat(heard.drain()).filteredOn("written user:b"::equals).hasSize(2);
    }

    /** It would wait for the very write that tells it. */
    @Test
    void anInvalidationInsideAListenerIsRefusedAndAnAsynchronousOneIsNot() {
        AtomicReference<Throwable> refused = new AtomicReference<>();
        AtomicReference<CompletableFuture<?>> asynchronous = new AtomicReference<>();
        List<Cache<String>> told = new ArrayList<>();
        CacheListener invalidating = new CacheListener() {
            @Override
            public void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
                if (cause == RemovalCause.REPLACEMENT) {
                    refused.set(catchThrowable(() -> told.get(0).clear()));
                    asynchronous.set(told.get(0).async().clear());
                }
            }
        };
        try (CacheManager other = CacheManager.builder()
                .tier(new HeapTier("below", Long.MAX_VALUE))
                .listener(invalidating)
                .build()) {
            told.add(other.cache("user", String.class));
            told.get(0).set("a", "1");
            told.get(0).set("a", "2");
            assertThat(refused.get())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("listener")
                    .hasMessageContaining("async()");
            asynchronous.get().join();
            assertThat(told.get(0).get("a")).isNull();
        }
    }
}
