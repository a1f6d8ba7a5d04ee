package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.Placement;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.policy.WriteStrategy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything at once, on more keys than memory holds, and every single read judged: see {@link History}.
 * Each run is bounded by its calls, never by time.
 */
final class ChainStress {

    private static final int THREADS = 6;
    private static final int CALLS = 5_000;

    /** Fewer: while the shared tier is away every call may try a sweep again. */
    private static final int CALLS_WITH_OUTAGES = 2_000;

    private static final int CALLS_PER_FAULT = 25;

    private final FakeTime time = new FakeTime();
    private final History history = new History();
    private final Seeds seeds = Seeds.draw("ChainStress");

    private static RegionSettings region(RegionSettings defaults) {
        return defaults.codec(Codecs.string())
                .expiry(Expiry.after(Duration.ofSeconds(2)))
                .loading(LoadPolicy.PLAIN.refreshAhead(0.3).negativeTtl(Duration.ofMillis(300)))
                .stale(StalePolicy.ifError(Duration.ofSeconds(5)).throttle(Duration.ofMillis(50)))
                .placement(Placement.EVERYWHERE.demotion(true));
    }

    private ManagerBuilder manager() {
        return CacheManager.builder()
                .memory(memory -> memory.maximumEntries(10))
                .regionDefaults(ChainStress::region)
                .time(time);
    }

    void memoryAloneServesNothingThatWasChangedBeforeTheRead() {
        try (CacheManager manager = manager().build()) {
            Cache<String> cache = manager.cache("r", String.class);
            run(List.of(cache), random -> {});
            assertThat(cache.stats().loads().successes()).isPositive();
        }
    }

    void chainOnAHealthyTierServesNothingThatWasChangedBeforeTheRead() {
        try (CacheManager manager =
                manager().tier(new YieldingTier(new HeapTier("heap", 2000))).build()) {
            Cache<String> cache = manager.cache("r", String.class);
            run(List.of(cache), random -> time.advance(Duration.ofMillis(random.nextInt(20))));
            Leftovers.awaitNone(cache, time);
            assertThat(cache.stats().loads().refused()).isPositive();
            assertThat(cache.stats().tiers().get("heap").promotions()).isPositive();
        }
    }

    void chainOnASickTierServesNothingThatWasChangedBeforeTheRead() {
        FlakyTier sick = FlakyTier.around(new YieldingTier(new HeapTier("heap", 2000)));
        try (CacheManager manager = manager().tier(sick).build()) {
            Cache<String> cache = manager.cache("r", String.class);
            run(List.of(cache), random -> fault(sick, random));
            heal(sick);
            Leftovers.awaitNone(cache, time);
            assertThat(cache.stats().loads().refused()).isPositive();
            assertThat(cache.stats().tiers().get("heap").promotions()).isPositive();
        }
    }

    void writeThroughWithOutagesServesNothingThatWasChangedBeforeTheRead() {
        SharedStore store = new SharedStore(time);
        chainWithOutages(manager(), store);
    }

    void writeBehindWithOutagesServesNothingThatWasChangedBeforeTheRead() {
        SharedStore store = new SharedStore(time);
        chainWithOutages(
                manager()
                        .regionDefaults(defaults -> region(defaults).writes(WriteStrategy.WRITE_BEHIND))
                        .writeBehind(queue -> queue.volatileQueue()),
                store);
    }

    private void chainWithOutages(ManagerBuilder builder, SharedStore store) {
        FlakyTier heap = FlakyTier.around(new YieldingTier(new HeapTier("heap", Long.MAX_VALUE)));
        StandInSharedTier shared = store.attach();
        try (CacheManager manager = builder.tier(heap).tier(shared).build()) {
            Cache<String> cache = manager.cache("r", String.class);
            run(List.of(cache), CALLS_WITH_OUTAGES, random -> outage(store, random));
            store.up();
            Leftovers.awaitNone(cache, time);
        }
    }

    void nodesServeNothingThatAnyOfThemChangedBeforeTheReadAndAgreeInTheEnd() {
        SharedStore store = new SharedStore(time);
        List<CacheManager> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(manager()
                    .tier(new YieldingTier(new HeapTier("heap", Long.MAX_VALUE)))
                    .tier(store.attach())
                    .build());
        }
        List<Cache<String>> caches =
                nodes.stream().map(node -> node.cache("r", String.class)).toList();
        run(caches, random -> time.advance(Duration.ofMillis(random.nextInt(20))));
        caches.forEach(cache -> Leftovers.awaitNone(cache, time));
        for (String key : RandomCalls.keys()) {
            List<String> values = new ArrayList<>();
            caches.forEach(cache -> values.add(String.valueOf(cache.get(key))));
            String inStore = store.keys().contains(new TierKey("r", key)) ? values.get(0) : "null";
            assertThat(values).as(key + ", " + seeds).containsOnly(inStore);
        }
        nodes.forEach(CacheManager::close);
    }

    /** Something that goes wrong, or a step of time. */
    private interface Fault {
        void happen(Random random);
    }

    private void run(List<Cache<String>> caches, Fault fault) {
        run(caches, CALLS, fault);
    }

    private void run(List<Cache<String>> caches, int callsOfEach, Fault fault) {
        List<RandomCalls> all = new ArrayList<>();
        List<Callable<Integer>> threads = new ArrayList<>();
        int count = caches.size() == 1 ? THREADS : caches.size();
        AtomicInteger left = new AtomicInteger(count);
        for (int i = 0; i < count; i++) {
            Random random = seeds.random(i);
            RandomCalls calls = new RandomCalls(caches.get(i % caches.size()), history, random, caches.size() == 1);
            all.add(calls);
            threads.add(() -> {
                for (int call = 1; call <= callsOfEach; call++) {
                    calls.step();
                    if (call % CALLS_PER_FAULT == 0) {
                        time.advance(Duration.ofMillis(random.nextInt(10)));
                        fault.happen(random);
                    }
                }
                left.decrementAndGet();
                while (left.get() > 0) {
                    time.advance(Duration.ofMillis(10)); // the others may wait for something that is tried again later
                    YieldingTier.yieldSometimes();
                }
                return callsOfEach;
            });
        }
        ConcurrentRun.of(threads).results();
        all.forEach(calls -> assertThat(calls.wrong()).as(seeds.toString()).isEmpty());
    }

    private static void fault(FlakyTier tier, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> tier.faults().throwNext(Operation.GET, 2);
            case 1 -> tier.faults().throwNext(Operation.PUT, 2);
            case 2 -> tier.faults().throwNext(Operation.REMOVE, 2);
            case 3 -> tier.faults().throwNext(Operation.STEP, 1);
            case 4 -> tier.garbageNext(1);
            case 5 -> tier.refusePuts(true);
            default -> heal(tier);
        }
    }

    private static void heal(FlakyTier tier) {
        tier.refusePuts(false);
        tier.faults().heal();
    }

    private static void outage(SharedStore store, Random random) {
        switch (random.nextInt(8)) {
            case 0 -> store.down();
            case 1 -> store.loseAnswers(1);
            case 2 -> store.refuseWrites(1);
            default -> store.up();
        }
    }
}
