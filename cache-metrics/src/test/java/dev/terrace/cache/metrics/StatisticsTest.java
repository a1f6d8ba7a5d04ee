package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.stats.Counted;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Seeds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The record, its JSON, and that its numbers and those of the meters are what happened. */
class StatisticsTest {

    private final FakeTime time = new FakeTime();
    private final FlakyTier disk = FlakyTier.around(new HeapTier("disk", 1 << 24));
    private final CacheManager manager =
            CacheManager.builder().time(time).executor(Runnable::run).tier(disk).build();
    private final CacheMetrics metrics = CacheMetrics.of(manager);

    @AfterEach
    void close() {
        metrics.close();
        manager.close();
    }

    @Test
    void theJsonHasTheNamesThatAreDocumented() {
        manager.cache("user", String.class).get("a", key -> "1");
        time.advance(Duration.ofSeconds(5));
        JsonNode json = new JsonMapper().readTree(metrics.statistics().toJson());
        assertThat(json.propertyNames())
                .containsExactlyInAnyOrder("lastUpdate", "manager", "regions", "tiers", "gauges", "alerts");
        assertThat(json.get("lastUpdate").asString()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(json.get("manager").propertyNames())
                .containsExactlyInAnyOrder(
                        "cumulative", "sinceReset", "lastMinute", "lastFiveMinutes", "lastFifteenMinutes");
        JsonNode minute = json.get("regions").get("user").get("counts").get("lastMinute");
        assertThat(minute.propertyNames())
                .containsExactlyInAnyOrder("seconds", "hitRatio", "requestsPerSecond", "counts");
        assertThat(minute.get("requestsPerSecond").asDouble()).isEqualTo(0.2);
        assertThat(minute.get("counts").get("requests").get("misses").asLong()).isEqualTo(1);
        assertThat(json.get("tiers").get("disk").propertyNames())
                .containsExactlyInAnyOrder("size", "fill", "latency", "errors");
        assertThat(json.get("tiers").get("disk").get("latency").get("get").propertyNames())
                .containsExactlyInAnyOrder(
                        "count", "totalNanos", "p50Nanos", "p95Nanos", "p99Nanos", "p999Nanos", "maxNanos");
    }

    @Test
    void countersAndMetersAreEqualToAnIndependentCount() {
        Random random = Seeds.draw("statistics").random(0);
        Map<String, Long> model = new TreeMap<>();
        Set<String> stored = new HashSet<>();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        Cache<Integer> cache = manager.cache("counted", Integer.class);
        metrics.bindTo(registry);
        for (int i = 0; i < 5_000; i++) {
            step(random, cache, stored, model);
            if (i % 97 == 0) {
                time.advance(Duration.ofSeconds(random.nextInt(9)));
            }
        }
        time.advance(Duration.ofSeconds(1));
        Statistics statistics = metrics.statistics();
        Counted counted = statistics.regions().get("counted").counts();
        assertThat(counted.cumulative().counts())
                .isEqualTo(statistics.manager().cumulative().counts());
        assertThat(registry.get("cache.gets")
                        .tags("result", "hit")
                        .functionCounter()
                        .count())
                .isEqualTo((double) model.get("hit"));
        assertThat(registry.get("cache.gets")
                        .tags("result", "miss")
                        .functionCounter()
                        .count())
                .isEqualTo((double) model.get("miss"));
        assertThat(registry.get("cache.puts").functionCounter().count()).isEqualTo((double) model.get("set"));
        assertThat(registry.get("terrace.deletes").functionCounter().count()).isEqualTo((double) model.get("delete"));
        assertThat(registry.get("cache.load")
                        .tags("result", "success")
                        .functionCounter()
                        .count())
                .isEqualTo((double) model.get("load"));
        assertThat(registry.get("cache.load")
                        .tags("result", "failure")
                        .functionCounter()
                        .count())
                .isEqualTo((double) model.get("failure"));
        assertThat(registry.get("terrace.tier.failures")
                        .tags("tier", "disk")
                        .functionCounter()
                        .count())
                .isEqualTo((double) model.get("fault"));
        assertThat(statistics.tiers().get("disk").errors().values().stream()
                        .mapToLong(each -> each)
                        .sum())
                .isEqualTo(model.get("fault"));
        assertThat(counted.cumulative().counts().requests().hits()).isEqualTo(model.get("hit"));
        assertThat(counted.cumulative().counts().loads().successes()).isEqualTo(model.get("load"));
    }

    private void step(Random random, Cache<Integer> cache, Set<String> stored, Map<String, Long> model) {
        String key = "k" + random.nextInt(50);
        boolean there = stored.contains(key);
        switch (random.nextInt(6)) {
            case 0 -> {
                cache.set(key, 1);
                stored.add(key);
                count(model, "set");
            }
            case 1 -> {
                cache.delete(key);
                stored.remove(key);
                count(model, "delete");
            }
            case 2 -> {
                cache.get(key, name -> 2);
                count(model, there ? "hit" : "miss");
                if (!there) {
                    count(model, "load");
                }
                stored.add(key);
            }
            case 3 -> {
                try {
                    cache.get(key, name -> {
                        throw new IllegalStateException("source");
                    });
                } catch (RuntimeException e) {
                    count(model, "failure");
                }
                count(model, there ? "hit" : "miss");
            }
            case 4 -> {
                if (!there) {
                    disk.faults().throwNext(Operation.GET, 1);
                    count(model, "fault");
                }
                cache.get(key);
                count(model, there ? "hit" : "miss");
            }
            default -> {
                cache.get(key);
                count(model, there ? "hit" : "miss");
            }
        }
    }

    private static void count(Map<String, Long> model, String what) {
        model.merge(what, 1L, Long::sum);
    }
}
