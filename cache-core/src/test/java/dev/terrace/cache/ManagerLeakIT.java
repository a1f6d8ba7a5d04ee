package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.SharedStore;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Opens and closes managers by the thousand: threads, executors, timers and futures must all go. */
class ManagerLeakIT {

    private static final int MANAGERS = 10_000;
    private static final int WATCHED = 200;

    @Test
    void nothingOfTenThousandManagersIsLeft() {
        List<WeakReference<CacheManager>> watched = new ArrayList<>();
        for (int i = 0; i < MANAGERS; i++) {
            WeakReference<CacheManager> manager = openUseAndClose(i);
            if (i % (MANAGERS / WATCHED) == 0) {
                watched.add(manager);
            }
        }
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
        await().untilAsserted(() -> {
            System.gc();
            assertThat(watched).allMatch(manager -> manager.refersTo(null));
        });
    }

    private WeakReference<CacheManager> openUseAndClose(int number) {
        ManagerBuilder builder = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(100))
                .regionDefaults(region -> region.codec(Codecs.string()))
                .tier(new HeapTier("heap", 1 << 20));
        if (number % 2 == 0) {
            builder.tier(new SharedStore(new FakeTime()).attach())
                    .writeBehind(queue -> queue.volatileQueue())
                    .regionDefaults(region -> region.codec(Codecs.string()).writes(WriteStrategy.WRITE_BEHIND));
        }
        CompletableFuture<Void> unanswered;
        CacheManager manager = builder.build();
        try (manager) {
            unanswered = use(manager.cache("r", String.class));
        }
        assertThat(unanswered.handle((result, failure) -> "answered")).succeedsWithin(Duration.ofSeconds(30));
        return new WeakReference<>(manager);
    }

    /** Returns calls that may still be under way. */
    private static CompletableFuture<Void> use(Cache<String> cache) {
        cache.set("a", "1", Duration.ofMinutes(1), "label");
        assertThat(cache.get("b", key -> "2")).isEqualTo("2");
        assertThat(cache.async().get("a").join()).isEqualTo("1");
        CompletableFuture<Void> writing = cache.async().setAll(Map.of("c", "3", "d", "4"));
        cache.invalidate("c*");
        return CompletableFuture.allOf(
                writing, cache.async().clear(), cache.async().get("e", key -> "5"));
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("terrace"))
                .toList();
    }
}
