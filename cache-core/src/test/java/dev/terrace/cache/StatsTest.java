package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.CacheStats.Loads;
import dev.terrace.cache.CacheStats.Requests;
import dev.terrace.cache.CacheStats.TierCounts;
import dev.terrace.cache.CacheStats.Writes;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The counters are equal to an independent count. */
class StatsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int OPERATIONS = 4_000;
    private static final int KEYS = 40;
    private static final TierCounts NOTHING = new TierCounts(0, 0, 0, 0, 0, 0, 0, 0);

    private final FakeTime time = new FakeTime();
    private CacheManager manager = CacheManager.builder().time(time).build();

    private Cache<Integer> start(Tier... tiers) {
        manager.close();
        ManagerBuilder builder = CacheManager.builder().time(time).executor(Runnable::run);
        for (Tier tier : tiers) {
            builder.tier(tier);
        }
        manager = builder.build();
        return manager.cache("counted", Integer.class);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** What each tier holds, in sets of keys, and what should have been counted. Values never expire here. */
    private static final class Model {

        private final List<Set<String>> tiers = new ArrayList<>();
        private long[] hits;
        private long[] misses;
        private long[] promotions;
        private long missed;
        private long loads;
        private long sets;
        private long deletes;
        private long invalidations;
        private long replaced;
        private long invalidated;

        Model(int tiers) {
            for (int i = 0; i < tiers; i++) {
                this.tiers.add(new HashSet<>());
            }
            reset();
        }

        void reset() {
            hits = new long[tiers.size()];
            misses = new long[tiers.size()];
            promotions = new long[tiers.size()];
            missed = 0;
            loads = 0;
            sets = 0;
            deletes = 0;
            invalidations = 0;
            replaced = 0;
            invalidated = 0;
        }

        /** A read: the first tier that has the key is hit, and those above get it. */
        boolean read(String key) {
            for (int i = 0; i < tiers.size(); i++) {
                if (tiers.get(i).contains(key)) {
                    hits[i]++;
                    promotions[i] += i == 0 ? 0 : 1;
                    tiers.subList(0, i).forEach(above -> above.add(key));
                    return true;
                }
                misses[i]++;
            }
            missed++;
            return false;
        }

        void load(String key) {
            if (!read(key)) {
                loads++;
                tiers.forEach(tier -> tier.add(key));
            }
        }

        void set(String key) {
            sets++;
            replaced += tiers.get(0).contains(key) ? 1 : 0;
            tiers.forEach(tier -> tier.add(key));
        }

        void delete(String key) {
            deletes++;
            invalidated += tiers.get(0).contains(key) ? 1 : 0;
            tiers.forEach(tier -> tier.remove(key));
        }

        void invalidate(String prefix) {
            invalidations++;
            invalidated +=
                    tiers.get(0).stream().filter(key -> key.startsWith(prefix)).count();
            tiers.forEach(tier -> tier.removeIf(key -> key.startsWith(prefix)));
        }

        void clearMemory() {
            invalidated += tiers.get(0).size();
            tiers.get(0).clear();
        }

        CacheStats stats(List<String> names, long nanos) {
            long hit = 0;
            Map<String, TierCounts> byTier = new TreeMap<>();
            for (int i = 0; i < names.size(); i++) {
                hit += hits[i];
                byTier.put(names.get(i), new TierCounts(hits[i], misses[i], 0, promotions[i], 0, 0, 0, 0));
            }
            return new CacheStats(
                    new Requests(hit, missed, 0, 0),
                    new Loads(loads, 0, nanos, 0, 0, 0),
                    new Writes(sets, deletes, invalidations),
                    Map.of(
                            "invalidation", invalidated,
                            "replacement", replaced,
                            "expiry", 0L,
                            "eviction", 0L,
                            "coherence", 0L,
                            "damage", 0L),
                    byTier);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void equalAnIndependentCountOverAllOperations(int tiers) {
        Random random = Seeds.draw("StatsTest, tiers " + tiers).random(0);
        Tier[] below = new Tier[tiers - 1];
        for (int i = 0; i < below.length; i++) {
            below[i] = new HeapTier("tier" + i, Long.MAX_VALUE);
        }
        Cache<Integer> cache = start(below);
        Model model = new Model(tiers);
        for (int i = 0; i < OPERATIONS; i++) {
            step(random, cache, model);
            CacheStats stats = cache.stats();
            assertThat(stats)
                    .as("after operation " + i)
                    .isEqualTo(model.stats(manager.tiers(), stats.loads().nanos()));
        }
        assertThat(manager.stats().total()).isEqualTo(cache.stats());
        assertThat(manager.stats().regions()).containsOnlyKeys("counted").containsEntry("counted", cache.stats());
        manager.resetStats();
        model.reset();
        assertThat(cache.stats()).isEqualTo(model.stats(manager.tiers(), 0));
        assertThat(cache.stats().requests().hitRatio()).isEqualTo(1);
    }

    private void step(Random random, Cache<Integer> cache, Model model) {
        String key = "k" + random.nextInt(KEYS);
        switch (random.nextInt(8)) {
            case 0 -> reads(random, cache, model, key);
            case 1 -> writes(random, cache, model, key);
            case 2 -> conditions(random, cache, model, key);
            case 3 -> removals(random, cache, model, key);
            case 4 -> asMap(random, cache, model, key);
            case 5 -> looksThatAreNoReads(cache, key);
            case 6 -> batches(random, cache, model, key);
            default -> rare(random, cache, model);
        }
    }

    private static void reads(Random random, Cache<Integer> cache, Model model, String key) {
        switch (random.nextInt(4)) {
            case 0 -> {
                cache.get(key);
                model.read(key);
            }
            case 1 -> {
                cache.async().get(key).join();
                model.read(key);
            }
            case 2 -> {
                cache.get(key, name -> 1);
                model.load(key);
            }
            default -> {
                cache.async().get(key, name -> 1).join();
                model.load(key);
            }
        }
    }

    private static void writes(Random random, Cache<Integer> cache, Model model, String key) {
        switch (random.nextInt(3)) {
            case 0 -> cache.set(key, 1);
            case 1 -> cache.set(key, 1, Duration.ofDays(100));
            default -> cache.async().set(key, 1).join();
        }
        model.set(key);
    }

    private static void conditions(Random random, Cache<Integer> cache, Model model, String key) {
        boolean present = model.read(key);
        int operation = random.nextInt(4);
        boolean changes = switch (operation) {
            case 0 -> cache.setIfAbsent(key, 1);
            case 1 -> cache.replace(key, 1);
            case 2 -> cache.replace(key, 1, 1);
            default -> cache.touch(key, Duration.ofDays(90));
        };
        assertThat(changes).isEqualTo(operation == 0 ? !present : present);
        if (changes) {
            model.set(key);
        }
    }

    private static void removals(Random random, Cache<Integer> cache, Model model, String key) {
        switch (random.nextInt(4)) {
            case 0 -> {
                cache.delete(key);
                model.delete(key);
            }
            case 1 -> {
                cache.async().delete(key).join();
                model.delete(key);
            }
            case 2 -> {
                cache.deleteAll(List.of(key, key, "other"));
                model.delete(key);
                model.delete("other");
            }
            default -> {
                boolean there = model.read(key);
                assertThat(cache.asMap().remove(key) != null).isEqualTo(there);
                if (there) {
                    model.delete(key);
                }
            }
        }
    }

    private static void asMap(Random random, Cache<Integer> cache, Model model, String key) {
        boolean present = model.read(key);
        switch (random.nextInt(3)) {
            case 0 -> {
                cache.asMap().put(key, 1);
                model.set(key);
            }
            case 1 -> {
                cache.asMap().putIfAbsent(key, 1);
                if (!present) {
                    model.set(key);
                }
            }
            default -> cache.asMap().get(key);
        }
    }

    private static void looksThatAreNoReads(Cache<Integer> cache, String key) {
        cache.contains(key);
        cache.ttl(key);
        cache.explain(key);
        cache.keys("*").forEach(each -> {});
        cache.async().contains(key).join();
    }

    private static void batches(Random random, Cache<Integer> cache, Model model, String key) {
        switch (random.nextInt(3)) {
            case 0 -> {
                cache.getAll(List.of(key, key, "none"));
                model.read(key);
                model.read("none");
            }
            case 1 -> {
                cache.async().getAll(List.of(key, "none")).join();
                model.read(key);
                model.read("none");
            }
            default -> {
                cache.setAll(Map.of(key, 1));
                model.set(key);
            }
        }
    }

    private void rare(Random random, Cache<Integer> cache, Model model) {
        switch (random.nextInt(20)) {
            case 0 -> {
                cache.invalidate("k1*");
                model.invalidate("k1");
            }
            case 1 -> {
                cache.clear();
                model.invalidate("");
            }
            case 2 -> {
                manager.invalidate("counted:k2*");
                model.invalidate("k2");
            }
            case 3 -> {
                cache.async().invalidate("k3*").join();
                model.invalidate("k3");
            }
            case 4 -> {
                cache.resetStats();
                model.reset();
            }
            default -> {
                manager.clear("memory");
                model.clearMemory();
            }
        }
    }

    @Test
    void theFateOfLoadsIsCounted() {
        manager.close();
        manager = CacheManager.builder().time(time).executor(Runnable::run).build();
        Cache<Integer> cache = manager.cache(
                "loads",
                Integer.class,
                settings -> settings.ttl(MINUTE)
                        .loading(LoadPolicy.PLAIN.negativeTtl(MINUTE).refreshAhead(0.5))
                        .stale(StalePolicy.ifError(HOUR).throttle(Duration.ZERO)));
        cache.get("a", key -> 1);
        time.advance(Duration.ofSeconds(40));
        cache.get("a", key -> 2);
        assertThat(cache.stats().loads().refreshes()).isEqualTo(1);
        time.advance(Duration.ofMinutes(2));
        assertThat(cache.get("a", key -> {
                    throw new IllegalStateException("down");
                }))
                .isEqualTo(2);
        cache.get("none", key -> null);
        cache.get("none", key -> null);
        cache.get("changed", key -> {
            cache.set("changed", 1);
            return 2;
        });
        CacheStats stats = cache.stats();
        assertThat(stats.requests()).isEqualTo(new Requests(2, 4, 1, 1));
        assertThat(stats.requests().hitRatio()).isEqualTo(2 / 6.0);
        assertThat(stats.loads()).isEqualTo(new Loads(4, 1, stats.loads().nanos(), 0, 1, 1));
    }

    @Test
    void failuresRefusalsAndDamageAreCountedForTheirTier() {
        FlakyTier flaky = FlakyTier.around(new HeapTier("flaky", Long.MAX_VALUE));
        Cache<Integer> cache = start(flaky);
        flaky.refusePuts(true);
        cache.set("refused", 1);
        flaky.refusePuts(false);
        cache.set("a", 1);
        cache.set("b", 2);
        manager.clear("memory");
        flaky.faults().throwNext(Operation.GET, 1);
        assertThat(cache.get("a")).isNull();
        flaky.garbageNext(1);
        assertThat(cache.get("a")).isNull();
        assertThat(cache.get("b")).isEqualTo(2);
        TierCounts counts = Objects.requireNonNull(cache.stats().tiers().get("flaky"));
        assertThat(counts).isEqualTo(new TierCounts(1, 2, 1, 1, 0, 1, 1, 0));
        assertThat(cache.stats().removals()).containsEntry("damage", 1L);
    }

    @Test
    void aReadAnsweredByAWriteUnderWayIsAHit() {
        manager.close();
        FlakyTier flaky = FlakyTier.around(new HeapTier("flaky", Long.MAX_VALUE));
        manager = CacheManager.builder()
                .time(time)
                .memory(memory -> memory.disabled())
                .tier(flaky)
                .build();
        Cache<Integer> cache = manager.cache("counted", Integer.class);
        try (var slow = flaky.faults().pauseBefore(Operation.PUT)) {
            var write = cache.async().set("a", 1);
            slow.awaitReached();
            assertThat(cache.get("a")).isEqualTo(1);
            assertThat(write).isNotDone();
            assertThat(cache.stats().requests()).isEqualTo(new Requests(1, 0, 0, 0));
        }
    }

    @Test
    void theManagerAddsItsRegionsUpAndPublishesGauges() {
        StandInSharedTier shared = new SharedStore(time).attach();
        Cache<Integer> one = start(new HeapTier("local", 10_000), shared);
        Cache<String> two = manager.cache("two", String.class);
        one.set("a", 1);
        one.get("a");
        two.get("none");
        ManagerStats stats = manager.stats();
        assertThat(stats.total().requests()).isEqualTo(new Requests(1, 1, 0, 0));
        assertThat(stats.regions()).containsOnlyKeys("counted", "two");
        assertThat(stats.total().tiers()).containsOnlyKeys("memory", "local", "shared");
        assertThat(stats.sizes()).containsOnlyKeys("memory", "local", "shared");
        assertThat(Objects.requireNonNull(stats.sizes().get("local")).maximumBytes())
                .isEqualTo(10_000);
        assertThat(Objects.requireNonNull(stats.sizes().get("memory")).entries())
                .isEqualTo(1);
        assertThat(stats.gauges())
                .containsEntry("barriers.active", 0.0)
                .containsEntry("writes.pending", 0.0)
                .containsEntry("listener.failures", 0.0)
                .containsEntry("local.aside", 0.0)
                .containsEntry("local.distrusted", 0.0)
                .containsEntry("queue.depth", 0.0)
                .containsKey("epoch");
        assertThat(stats.inMemory()).containsOnlyKeys("counted", "two");
        assertThat(Objects.requireNonNull(stats.inMemory().get("counted")).entries())
                .isEqualTo(1);
        manager.resetStats();
        assertThat(manager.stats().total().tiers().values()).containsOnly(NOTHING);
        assertThat(manager.lifetimeStats().total()).isEqualTo(stats.total());
    }

    @Test
    void aResetLosesNothingThatIsCountedMeanwhile() {
        Cache<Integer> cache = start();
        ConcurrentRun.of(5, thread -> () -> {
                    for (int i = 0; i < 20_000; i++) {
                        if (thread == 0) {
                            cache.resetStats();
                        } else {
                            cache.get("missing");
                        }
                    }
                    return true;
                })
                .results();
        assertThat(manager.lifetimeStats().total().requests().misses()).isEqualTo(80_000);
        long since = cache.stats().requests().misses();
        cache.get("missing");
        assertThat(cache.stats().requests().misses()).isEqualTo(since + 1);
    }

    @Test
    void optimizeSaysWhatItChanged() {
        Cache<Integer> cache = start(new HeapTier("local", Long.MAX_VALUE));
        cache.set("a", 1, MINUTE);
        time.advance(MINUTE);
        assertThat(manager.optimize().expired()).isEqualTo(2);
        assertThat(manager.optimize()).isEqualTo(manager.optimize());
    }
}
