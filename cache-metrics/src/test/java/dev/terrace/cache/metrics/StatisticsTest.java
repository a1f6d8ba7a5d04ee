package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

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
        Map.of(
                        "cache.gets result hit", "hit",
                        "cache.gets result miss", "miss",
                        "cache.load result success", "load",
                        "cache.load result failure", "failure",
                        "cache.puts cache counted", "set",
                        "terrace.deletes cache counted", "delete",
                        "terrace.tier.failures tier disk", "fault")
                .forEach((meter, what) ->
                        assertThat(count(registry, meter)).as(meter).isEqualTo((double) model.get(what)));
        assertThat(statistics.tiers().get("disk").errors().values()).containsExactly(model.get("fault"));
        assertThat(counted.cumulative().counts().requests().hits()).isEqualTo(model.get("hit"));
        assertThat(counted.cumulative().counts().loads().successes()).isEqualTo(model.get("load"));
    }

    private static double count(SimpleMeterRegistry registry, String meter) {
        String[] words = meter.split(" ", -1);
        return registry.get(words[0]).tags(words[1], words[2]).functionCounter().count();
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
                read(there, model);
                if (stored.add(key)) {
                    count(model, "load");
                }
            }
            case 3 -> {
                if (catchThrowable(() -> cache.get(key, StatisticsTest::fail)) != null) {
                    count(model, "failure");
                }
                read(there, model);
            }
            case 4 -> {
                if (!there) {
                    failNextRead(model);
                }
                cache.get(key);
                read(there, model);
            }
            default -> {
                cache.get(key);
                read(there, model);
            }
        }
    }

    private void failNextRead(Map<String, Long> model) {
        disk.faults().throwNext(Operation.GET, 1);
        count(model, "fault");
    }

    private static Integer fail(String key) {
        throw new IllegalStateException("source of " + key);
    }

    private static void read(boolean isThere, Map<String, Long> model) {
        count(model, isThere ? "hit" : "miss");
    }

    private static void count(Map<String, Long> model, String what) {
        model.merge(what, 1L, Long::sum);
    }
}
