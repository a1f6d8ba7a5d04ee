package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.stats.Latency;
import dev.terrace.cache.metrics.stats.TierStatistics;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls are timed, and shown as observations. */
class CallMeterTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier disk = FlakyTier.around(new HeapTier("disk", 1 << 20));
    private final CacheManager manager =
            CacheManager.builder().time(time).executor(Runnable::run).tier(disk).build();
    private final CacheMetrics metrics = CacheMetrics.of(manager);
    private final Cache<String> users = manager.cache("user", String.class);

    @AfterEach
    void close() {
        metrics.close();
        manager.close();
    }

    private TierStatistics disk() {
        return metrics.statistics().tiers().get("disk");
    }

    @Test
    void loadsAndCallsOfTiersAreTimed() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        users.get("a", key -> {
            time.advance(Duration.ofMillis(20));
            return "1";
        });
        assertThat(disk().latency()).containsOnlyKeys("get", "put");
        assertThat(disk().latency().get("get").count()).isEqualTo(1);
        metrics.bindTo(registry);
        Gauge loads = registry.get("terrace.tier.latency")
                .tags("tier", "loader", "operation", "load", "quantile", "0.99")
                .gauge();
        assertThat(loads.value()).isBetween(0.0198, 0.0202);
        assertThat(registry.get("terrace.tier.calls")
                        .tags("tier", "loader")
                        .functionTimer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(20);
    }

    @Test
    void aSampleOfMemoryReadsIsTimed() {
        users.set("a", "1");
        for (int i = 0; i < 1_600; i++) {
            users.get("a");
            users.get("a", key -> "loaded");
            users.async().get("a").join();
            users.async().get("a", key -> "loaded").join();
        }
        assertThat(timedInMemory()).isEqualTo(400);
        metrics.close();
        users.get("a");
        assertThat(timedInMemory()).isEqualTo(400);
    }

    private long timedInMemory() {
        Latency memory = metrics.statistics().tiers().get("memory").latency().get("get");
        return memory.count();
    }

    @Test
    void failuresAreCountedByClass() {
        disk.faults().throwNext(Operation.GET, 2, () -> new IllegalStateException("broken"));
        users.get("a");
        users.get("b");
        assertThat(disk().errors()).containsEntry("IllegalStateException", 2L);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        assertThat(registry.get("terrace.tier.errors")
                        .tags("tier", "disk", "class", "IllegalStateException")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void loadsAndCallsAreObservedAndWhatALoaderDoesIsInside() {
        List<String> seen = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStop(Observation.Context context) {
                seen.add(context.getName()
                        + ' '
                        + context.getContextualName()
                        + ' '
                        + context.getLowCardinalityKeyValue("cache").getValue()
                        + (context.getError() == null ? "" : " failed"));
            }
        });
        metrics.observe(registry);
        String[] inside = new String[1];
        users.get("a", key -> {
            inside[0] = registry.getCurrentObservation().getContext().getName();
            return "1";
        });
        assertThat(inside[0]).isEqualTo("terrace.load");
        assertThat(seen)
                .containsSubsequence(
                        "terrace.tier.call disk get user",
                        "terrace.load loader load user",
                        "terrace.tier.call disk put user");
        assertThat(registry.getCurrentObservation()).isNull();
        seen.clear();
        assertThat(catchThrowable(() -> users.get("b", key -> {
                    throw new IllegalStateException("source");
                })))
                .isNotNull();
        assertThat(seen).contains("terrace.load loader load user failed");
    }

    @Test
    void aHandlerThatThrowsDisturbsNoCall() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStart(Observation.Context context) {
                throw new IllegalStateException("handler");
            }

            @Override
            public void onStop(Observation.Context context) {
                throw new IllegalStateException("handler");
            }
        });
        metrics.observe(registry);
        assertThat(users.get("a", key -> "1")).isEqualTo("1");
        assertThat(disk().errors()).isEmpty();
    }

    @Test
    void aHandlerThatThrowsAtTheEndDisturbsNoCallEither() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }

            @Override
            public void onStop(Observation.Context context) {
                throw new IllegalStateException("handler");
            }
        });
        metrics.observe(registry);
        assertThat(users.get("a", key -> "1")).isEqualTo("1");
        assertThat(disk().errors()).isEmpty();
    }
}
