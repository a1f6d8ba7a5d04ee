package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Scope;
import org.junit.jupiter.api.Test;

/** A conditional write of a key that the shared tier still holds, while a barrier hides it. */
class ConditionalBehindABarrierTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    @Test
    void waitsForTheSweepAndThenFindsNothing() {
        try (CacheManager manager =
                CacheManager.builder().tier(store.attach()).time(time).build()) {
            Region<String> region = (Region<String>) manager.cache("r", String.class);
            region.set("k", "old");
            Barrier barrier = region.paths().sweeper().raise(Scope.region("r"));

            Running<Boolean> stored = ConcurrentRun.start(() -> region.setIfAbsent("k", "new"));
            region.paths().sweeper().sweepNow(barrier);

            assertThat(stored.result()).isTrue();
        }
    }
}
