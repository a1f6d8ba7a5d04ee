package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.LoadException;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("R4: a caller joins a load only if nothing has changed since the load began")
class Rule04JoiningTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final AtomicReference<String> source = new AtomicReference<>("old");

    @ParameterizedTest
    @EnumSource(
            value = RuleChange.class,
            names = {"DELETE", "DELETE_ALL", "CLEAR", "INVALIDATE", "INVALIDATE_OVER_REGIONS", "REMOTE_DELETE"})
    void aGetThatStartsAfterARemovalDoesNotJoinALoadThatBeganBeforeIt(RuleChange removal) {
        try (Node node = Node.on(store, time).start();
                Node other = Node.on(store, time).start()) {
            Pause loading = new Pause("first load");
            Running<String> first = ConcurrentRun.start(() -> node.cache.get("a", key -> {
                String read = source.get();
                loading.await();
                return read;
            }));
            loading.awaitReached();
            source.set("new");
            removal.apply(node, other);
            Running<String> second = ConcurrentRun.start(() -> node.cache.get("a", key -> source.get()));
            assertThat(second.result()).isEqualTo("new");
            loading.release();
            assertThat(first.result()).isEqualTo("old");
            assertThat(node.cache.get("a")).isNotEqualTo("old");
        }
    }

    @Test
    void aGetThatStartsAfterALossDoesNotJoinALoadThatBeganBeforeIt() {
        try (Node node = Node.on(store, time).start()) {
            CountingLoader<String> loader = new CountingLoader<>(key -> "value");
            Pause loading = loader.pause();
            Running<String> first = ConcurrentRun.start(() -> node.cache.get("a", loader));
            loading.awaitReached();
            store.lost(node.shared(), "test");
            Running<String> second = ConcurrentRun.start(() -> node.cache.get("a", loader));
            loading.awaitReached(2);
            loading.release();
            assertThat(first.result()).isEqualTo("value");
            assertThat(second.result()).isEqualTo("value");
            assertThat(loader.loads()).isEqualTo(2);
        }
    }

    @Test
    void aStaleValueDoesNotStandInForAFailedLoadOnceTheKeyWasRemoved() {
        StalePolicy stale = StalePolicy.ifError(Duration.ofHours(9));
        try (Node node = Node.local().region(region -> region.stale(stale)).start()) {
            node.cache.set("a", "old", Duration.ofMinutes(1));
            node.time.advance(Duration.ofMinutes(2));
            Pause loading = new Pause("load");
            Running<String> getting = ConcurrentRun.start(() -> node.cache.get("a", key -> {
                loading.await();
                throw new IllegalStateException("source is down");
            }));
            loading.awaitReached();
            node.cache.delete("a");
            loading.release();
            assertThat(getting.failure()).isInstanceOf(LoadException.class);
        }
    }

    @Test
    void aStaleValueStandsInWhereNothingChanged() {
        StalePolicy stale = StalePolicy.ifError(Duration.ofHours(9));
        try (Node node = Node.local().region(region -> region.stale(stale)).start()) {
            node.cache.set("a", "old", Duration.ofMinutes(1));
            node.time.advance(Duration.ofMinutes(2));
            CountingLoader<String> loader = new CountingLoader<>(key -> "new");
            loader.failAlways(new IllegalStateException("source is down"));
            assertThat(node.cache.get("a", loader)).isEqualTo("old");
        }
    }
}
