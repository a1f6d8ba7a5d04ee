package dev.terrace.cache.benchmarks;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.Asks.Bar;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.testkit.ReferenceTier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does a Prometheus scrape take, by the number of regions? */
@Asks(
        value = "How long does a Prometheus scrape take?",
        quickThreads = {},
        bars = @Bar(text = "scrape of 1,000 regions, in ms", of = "scrape regions=1000", most = 100))
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScrapeCost {

    private final CacheManager manager =
            CacheManager.builder().tier(new ReferenceTier()).build();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CacheMetrics metrics = CacheMetrics.of(manager);

    /** How many regions there are. */
    @Param({"10", "1000"})
    private int regions;

    /** Makes the regions, each of which was read. */
    @Setup
    public void fill() {
        for (int i = 0; i < regions; i++) {
            manager.cache("region-" + i, String.class).get("key", key -> "value");
        }
        metrics.bindTo(registry);
    }

    /** Ends the manager's threads. */
    @TearDown
    public void close() {
        metrics.close();
        manager.close();
        registry.close();
    }

    /** Returns the text of a scrape. */
    @Benchmark
    public String scrape() {
        return registry.scrape();
    }
}
