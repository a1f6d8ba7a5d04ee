package dev.terrace.cache.metrics;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Gauges;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A manager with every kind of part, on which everything has happened once; and where the repository is. */
final class Everything implements AutoCloseable {

    final FakeTime time = new FakeTime();
    final CacheManager manager;
    final CacheMetrics metrics;

    Everything() {
        FlakyTier disk = FlakyTier.around(new HeapTier("disk", 1 << 20));
        manager = CacheManager.builder()
                .time(time)
                .executor(Runnable::run)
                .tier(disk)
                .tier(new SharedStore(time).attach())
                .build();
        metrics = CacheMetrics.of(manager);
        manager.attach(new Part("redis", Map.of("redis.breakers.open", 0.0, "coherence.staleness.seconds", 0.1)));
        manager.attach(new Part("device", Map.of("free.bytes", 1e10)));
        Cache<String> users = manager.cache("user", String.class);
        users.set("a", "1");
        users.get("a");
        users.get("b", key -> "loaded");
        disk.faults().throwNext(Operation.GET, 1);
        users.get("none");
        time.advance(Duration.ofSeconds(10));
    }

    /** Publishes numbers as tiers and modules do that are not on this class path. */
    private record Part(String name, Map<String, Double> gauges) implements Extension, Gauges {

        @Override
        public void start(Host host) {}

        @Override
        public void close() {}
    }

    @Override
    public void close() {
        metrics.close();
        manager.close();
    }

    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/metrics.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
