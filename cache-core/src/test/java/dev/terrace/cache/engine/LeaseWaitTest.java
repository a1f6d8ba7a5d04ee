package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A load waits for another process that loads the same key, if the region says so")
class LeaseWaitTest {

    private static final LoadPolicy WAITS = LoadPolicy.PLAIN.leaseWait(Duration.ofSeconds(2));

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);
    private final Node node =
            Node.on(store, time).region(region -> region.loading(WAITS)).start();
    private final Node other = Node.on(store, time).start();
    private final Pause loading = new Pause("load");
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void close() {
        node.close();
        other.close();
    }

    private Running<String> leading(String value) {
        Running<String> leading = ConcurrentRun.start(() -> other.cache.get("a", key -> {
            loading.await();
            return value;
        }));
        loading.awaitReached();
        return leading;
    }

    private Running<String> following() {
        Running<String> following =
                ConcurrentRun.start(() -> node.cache.get("a", key -> "own " + loads.incrementAndGet()));
        following.awaitDoneOrWaiting();
        return following;
    }

    /** Time passes the longest wait, and no more: the lease of the other one is much longer. */
    private String resultOf(Running<String> following) {
        for (int i = 0; i < 300 && !following.isDone(); i++) {
            time.advance(Duration.ofMillis(10));
            following.awaitDoneOrWaiting();
        }
        return following.result();
    }

    @Test
    void itTakesWhatTheOtherOneLoaded() {
        Running<String> leading = leading("first");
        Running<String> following = following();
        assertThat(following.isDone()).isFalse();
        loading.release();
        leading.result();

        assertThat(resultOf(following)).isEqualTo("first");
        assertThat(loads).hasValue(0);
        assertThat(node.inMemory()).isEqualTo("first");
    }

    @Test
    void itLoadsWithTheLeaseWhenTheOtherOneFails() {
        Running<String> leading = leading(null);
        Running<String> following = following();
        loading.release();
        leading.result();

        assertThat(resultOf(following)).isEqualTo("own 1");
        assertThat(node.inStore()).isEqualTo("own 1");
    }

    @Test
    void itLoadsByItselfWhenTheOtherOneTakesTooLong() {
        Running<String> leading = leading("first");
        Running<String> following = following();

        assertThat(resultOf(following)).isEqualTo("own 1");
        assertThat(node.inMemory()).isNull();
        loading.release();
        leading.result();
        assertThat(node.cache.get("a")).isEqualTo("first");
    }

    @Test
    void itLoadsByItselfWhenItsThreadIsInterrupted() {
        Running<String> leading = leading("first");
        Running<String> following = following();
        following.thread().interrupt();

        assertThat(following.result()).isEqualTo("own 1");
        loading.release();
        leading.result();
    }

    @Test
    void aLoadOfManyKeysDoesNotWait() {
        Running<String> leading = leading("first");

        assertThat(node.cache.getAll(List.of("a", "b"), keys -> Map.of("a", "own", "b", "own")))
                .containsEntry("a", "own");
        loading.release();
        leading.result();
    }
}
