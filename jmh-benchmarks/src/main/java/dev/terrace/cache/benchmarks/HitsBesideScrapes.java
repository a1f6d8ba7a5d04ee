package dev.terrace.cache.benchmarks;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.time.NamedThreads;
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
import org.openjdk.jmh.infra.Blackhole;

/** Do hits in memory wait while a Prometheus scrape of a thousand regions goes on, one after the other without a pause? */
@Asks(
        value = "Do hits wait while a thousand regions are scraped?",
        settings = "each hit is timed by itself; scraped=true: another thread scrapes without a pause",
        figure = "p99",
        quickThreads = {})
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class HitsBesideScrapes {

    private static final int REGIONS = 1_000;

    private final CacheManager manager =
            CacheManager.builder().tier(new ReferenceTier()).build();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CacheMetrics metrics = CacheMetrics.of(manager);
    private Cache<String> cache;
    private Thread scraper;

    /** Whether another thread scrapes. */
    @Param({"false", "true"})
    public boolean scraped;

    private volatile boolean isOver;

    /** Makes the regions, each of which was read, and begins to scrape. */
    @Setup
    public void begin() {
        for (int i = 0; i < REGIONS; i++) {
            manager.cache("region-" + i, String.class).get("key", key -> "value");
        }
        cache = manager.cache("region-0", String.class);
        metrics.bindTo(registry);
        scraper = NamedThreads.daemon("scraper").newThread(this::scrape);
        scraper.start();
    }

    private void scrape() {
        while (scraped && !isOver) {
            if (registry.scrape().isEmpty()) {
                throw new IllegalStateException("a scrape must have lines but was empty; look at the registry");
            }
        }
    }

    /** Ends the scrapes and the manager's threads. */
    @TearDown
    public void end() throws InterruptedException {
        isOver = true;
        scraper.join();
        metrics.close();
        manager.close();
        registry.close();
    }

    /**
     * A hit.
     *
     * @param hole takes the value
     */
    @Benchmark
    public void hit(Blackhole hole) {
        hole.consume(cache.get("key"));
    }
}
