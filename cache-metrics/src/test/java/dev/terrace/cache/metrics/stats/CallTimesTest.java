package dev.terrace.cache.metrics.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.terrace.cache.testkit.ConcurrentRun;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class CallTimesTest {

    private final Latencies latencies = new Latencies();
    private final CallTimes times = latencies.of("disk", "get");

    @Test
    void percentilesAreThoseOfAKnownDistribution() {
        for (int i = 1; i <= 100_000; i++) {
            times.record(i * 1_000L); // 1 us to 100 ms, evenly
        }
        Latency latency = latencies.latency("disk").get("get");
        assertThat(latency.count()).isEqualTo(100_000);
        assertThat(latency.p50Nanos()).isCloseTo(50_000_000L, withinPercentage(2));
        assertThat(latency.p95Nanos()).isCloseTo(95_000_000L, withinPercentage(2));
        assertThat(latency.p99Nanos()).isCloseTo(99_000_000L, withinPercentage(2));
        assertThat(latency.p999Nanos()).isCloseTo(99_900_000L, withinPercentage(2));
        assertThat(latency.maxNanos()).isCloseTo(100_000_000L, withinPercentage(2));
        assertThat(latency.totalNanos()).isCloseTo(100_000L * 50_000_500L, withinPercentage(2));
        assertThat(times.totalNanos()).isEqualTo(100_000L * 100_001 / 2 * 1_000);
    }

    @Test
    void memoryHitsOfTensOfNanosecondsAreTold() {
        times.record(40);
        assertThat(times.latency().p50Nanos()).isBetween(32L, 48L);
    }

    @Test
    void aCallDropsOutAfterFiveWholeMinutes() {
        times.record(1_000);
        for (int minute = 0; minute < 5; minute++) {
            latencies.endMinute();
            assertThat(times.latency().count()).isEqualTo(1);
        }
        latencies.endMinute();
        assertThat(times.latency()).isEqualTo(Latency.NONE);
        assertThat(times.count()).isEqualTo(1);
    }

    @Test
    void absurdTimesAreBounded() {
        times.record(-5);
        times.record(Long.MAX_VALUE);
        assertThat(times.latency().maxNanos()).isCloseTo(60_000_000_000L, withinPercentage(2));
        assertThat(times.totalNanos()).isEqualTo(60_000_000_000L);
    }

    @Test
    void nothingIsLostWhileOthersLook() {
        ConcurrentRun.of(4, thread -> () -> {
                    for (int i = 0; i < 20_000; i++) {
                        if (thread == 0 && i % 1_000 == 0) {
                            times.latency();
                        } else if (thread != 0) {
                            times.record(100);
                        }
                    }
                    return true;
                })
                .results();
        assertThat(times.latency().count()).isEqualTo(60_000);
        assertThat(times.count()).isEqualTo(60_000);
    }

    @Test
    void failuresAreCountedByClass() {
        latencies.failed("disk", new IOException("a"));
        latencies.failed("disk", new IOException("b"));
        latencies.failed("disk", new IllegalStateException("c"));
        assertThat(latencies.errors("disk"))
                .containsEntry("IOException", 2L)
                .containsEntry("IllegalStateException", 1L)
                .hasSize(2);
        assertThat(latencies.errors("memory")).isEmpty();
    }
}
