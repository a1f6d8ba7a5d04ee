package dev.terrace.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Explanation.InTier;
import dev.terrace.cache.Explanation.State;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.StalePolicy;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.ForwardingTier;
import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.testkit.StandInSharedTier;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What {@code keys} lists and what {@code explain} knows. */
class KeysAndExplainTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    private final FakeTime time = new FakeTime();
    private final FlakyTier below = FlakyTier.around(new ReferenceTier());
    private CacheManager manager = CacheManager.builder().time(time).tier(below).build();
    private final Cache<String> cache = manager.cache("user", String.class);

    @AfterEach
    void close() {
        below.faults().heal();
        manager.close();
    }

    /** Counts the scans that are open and the steps they took. */
    private static final class CountedScans extends ForwardingTier {

        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger steps = new AtomicInteger();

        CountedScans() {
            super(new HeapTier("counted", Long.MAX_VALUE));
        }

        @Override
        public Scan scan(Scope scope) {
            open.incrementAndGet();
            Scan scan = super.scan(scope);
            return new Scan() {
                @Override
                public boolean step(Visitor visitor) {
                    steps.incrementAndGet();
                    return scan.step(visitor);
                }

                @Override
                public void close() {
                    open.decrementAndGet();
                    scan.close();
                }
            };
        }
    }

    @Nested
    class Keys {

        @Test
        void aCursorTakesOnlyTheStepsItNeedsAndIsClosed() {
            CountedScans counted = new CountedScans();
            manager.close();
            manager = CacheManager.builder()
                    .time(time)
                    .memory(memory -> memory.disabled())
                    .tier(counted)
                    .build();
            Cache<Integer> numbers = manager.cache("number", Integer.class);
            IntStream.range(0, 100_000).forEach(i -> numbers.set("n" + i, i));
            try (Stream<String> keys = numbers.keys("*")) {
                assertThat(counted.open)
                        .as("nothing happens before the first key")
                        .hasValue(0);
                assertThat(keys.limit(100).toList()).hasSize(100).doesNotHaveDuplicates();
                assertThat(counted.steps.get()).isBetween(1, 3);
                assertThat(counted.open).hasValue(1);
            }
            assertThat(counted.open).hasValue(0);
            try (Stream<String> keys = numbers.keys("n*")) {
                assertThat(keys.distinct().count()).isEqualTo(100_000);
            }
            assertThat(counted.open).hasValue(0);
        }

        @Test
        void aLabelListsWhatCarriesItWhereverItLies() {
            cache.set("a", "v", HOUR, "team", "other");
            cache.set("b", "v", HOUR, "other");
            cache.set("c", "v", HOUR, "team");
            cache.set("gone", "v", HALF_HOUR, "team");
            manager.cache("second", String.class).set("d", "v", HOUR, "team");
            manager.clear("memory");
            cache.get("a");
            cache.set("c", "v", HOUR, "moved");
            time.advance(HALF_HOUR);

            try (Stream<String> keys = manager.keysWithLabel("team")) {
                assertThat(keys).containsExactlyInAnyOrder("user:a", "second:d");
            }
            assertThat(manager.invalidateLabel("team")).isEqualTo(2);
            try (Stream<String> keys = manager.keysWithLabel("team")) {
                assertThat(keys).isEmpty();
            }
        }

        @Test
        void aKeyIsListedOnceWhereverItLies() {
            IntStream.range(0, 300).forEach(i -> cache.set("k" + i, "v"));
            manager.clear("memory");
            IntStream.range(0, 50).forEach(i -> cache.get("k" + i));
            manager.cache("other", String.class).set("k", "v");
            assertThat(cache.keys("k*").toList()).hasSize(300).doesNotHaveDuplicates();
            assertThat(cache.keys("k1?").toList()).hasSize(10);
            assertThat(manager.keys("user:k2").toList()).containsExactly("user:k2");
            assertThat(manager.keys("*").toList()).hasSize(301).contains("other:k");
        }

        @Test
        void whatIsNotServedIsNotListed() {
            cache.set("expired", "v", HOUR);
            cache.set("deleted", "v");
            cache.set("live", "v");
            time.advance(HOUR);
            cache.delete("deleted");
            manager.clear("memory");
            assertThat(cache.keys("*")).containsExactly("live");
            assertThat(manager.cache("none", Integer.class).get("live")).isNull();
        }

        @Test
        void idleEntriesBelowMemoryAreNotListed() {
            Cache<String> idle =
                    manager.cache("idle", String.class, settings -> settings.expiry(Expiry.NEVER.idle(HOUR)));
            idle.set("a", "v");
            manager.clear("memory");
            time.advance(HOUR);
            assertThat(idle.get("a")).isNull();
            assertThat(idle.keys("*")).isEmpty();
        }

        @Test
        void aRemovalUnderWayIsNotListed() {
            cache.set("a", "v");
            try (Pause slow = below.faults().pauseBefore(Operation.REMOVE)) {
                var removal = cache.async().delete("a");
                slow.awaitReached();
                assertThat(removal).isNotDone();
                assertThat(cache.keys("*")).isEmpty();
            }
        }

        @Test
        void aTierThatFailsIsLeftOut() {
            cache.set("a", "v");
            cache.set("b", "v");
            manager.clear("memory");
            assertThat(cache.get("a")).isEqualTo("v");
            below.faults().throwAlways(Operation.STEP);
            assertThat(cache.keys("*")).containsExactly("a");
            below.faults().heal();
            below.faults().throwAlways(Operation.SCAN);
            assertThat(cache.keys("*")).containsExactly("a");
            below.faults().heal();
            assertThat(cache.keys("*")).containsExactlyInAnyOrder("a", "b");
        }

        @Test
        void theSharedTierIsListedAfterTheOthers() {
            SharedStore store = new SharedStore(time);
            StandInSharedTier shared = store.attach();
            manager.close();
            manager = CacheManager.builder().time(time).tier(shared).build();
            Cache<String> here = manager.cache("user", String.class);
            here.set("a", "v");
            here.set("b", "v");
            manager.clear("memory");
            here.get("a");
            assertThat(here.keys("*")).containsExactly("a", "b");
            store.down();
            assertThat(here.keys("*")).containsExactly("a");
        }
    }

    @Nested
    class Explain {

        private State in(String tier, String key) {
            return inTier(tier, key).state();
        }

        private InTier inTier(String tier, String key) {
            return cache.explain(key).tiers().stream()
                    .filter(each -> each.tier().equals(tier))
                    .findFirst()
                    .orElseThrow();
        }

        @Test
        void anUnknownKeyIsAbsentEverywhere() {
            assertThat(cache.explain("a"))
                    .isEqualTo(new Explanation(
                            "user",
                            "a",
                            List.of(
                                    new InTier("memory", State.ABSENT, null, 0, 0),
                                    new InTier("reference", State.ABSENT, null, 0, 0)),
                            null,
                            List.of(),
                            null));
        }

        @Test
        void aFreshEntryHasOneTagAndItsTime() {
            cache.set("a", "v", HOUR);
            InTier memory = inTier("memory", "a");
            InTier reference = inTier("reference", "a");
            assertThat(memory.state()).isEqualTo(State.FRESH);
            assertThat(reference.state()).isEqualTo(State.FRESH);
            assertThat(memory.tag()).isEqualTo(reference.tag()).isNotZero();
            assertThat(memory.remaining()).isEqualTo(reference.remaining()).isEqualTo(HOUR);
            assertThat(memory.bytes()).isPositive();
            assertThat(reference.bytes()).isPositive();
            cache.set("for ever", "v");
            assertThat(inTier("reference", "for ever").remaining()).isNull();
        }

        @Test
        void expiredAndStaleAreToldApart() {
            Cache<String> lenient = manager.cache(
                    "lenient", String.class, settings -> settings.ttl(HALF_HOUR).stale(StalePolicy.ifError(HOUR)));
            lenient.set("a", "v");
            cache.set("a", "v", HALF_HOUR);
            time.advance(HALF_HOUR); // less than the interval of the clean-up
            assertThat(lenient.explain("a").tiers()).extracting(InTier::state).containsOnly(State.STALE);
            assertThat(cache.explain("a").tiers()).extracting(InTier::state).containsOnly(State.EXPIRED);
            assertThat(inTier("memory", "a").remaining()).isEqualTo(Duration.ZERO);
        }

        @Test
        void aRemovalIsRemembered() {
            cache.set("a", "v");
            cache.delete("a");
            assertThat(cache.explain("a").lastRemoval()).contains("delete");
            cache.set("b", "v");
            cache.invalidate("b*");
            assertThat(cache.explain("b").lastRemoval()).contains("invalidation of region user, keys b*");
        }

        @Test
        void aBarrierThatIsNotSweptHides() {
            cache.set("a", "v");
            try (Pause slow = below.faults().pauseBefore(Operation.SCAN)) {
                var cleared = cache.async().clear();
                slow.awaitReached();
                assertThat(in("reference", "a")).isEqualTo(State.HIDDEN);
                assertThat(cache.explain("a").hiddenBy())
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains("region user");
                assertThat(cleared).isNotDone();
            }
        }

        @Test
        void aWriteUnderWayIsNamed() {
            try (Pause slow = below.faults().pauseBefore(Operation.PUT)) {
                Running<Object> write = ConcurrentRun.start(() -> {
                    cache.set("a", "v");
                    return "done";
                });
                slow.awaitReached();
                assertThat(cache.explain("a").pendingWrite()).isEqualTo("set");
                slow.release();
                write.result();
            }
            try (Pause slow = below.faults().pauseBefore(Operation.REMOVE)) {
                var removal = cache.async().delete("a");
                slow.awaitReached();
                assertThat(cache.explain("a").pendingWrite()).isEqualTo("delete");
                assertThat(removal).isNotDone();
            }
        }

        @Test
        void aTierThatIsNotTrustedIsUnknown() {
            cache.set("a", "v");
            below.faults().throwAlways(Operation.REMOVE);
            cache.delete("a");
            assertThat(in("reference", "a")).isEqualTo(State.UNKNOWN);
        }

        @Test
        void aSharedTierOutOfReachIsUnknownAndItsLossMakesSuspects() {
            SharedStore store = new SharedStore(time);
            StandInSharedTier shared = store.attach();
            manager.close();
            manager = CacheManager.builder().time(time).tier(shared).build();
            Cache<String> here = manager.cache("user", String.class);
            here.set("a", "v");
            store.lost(shared, "test");
            assertThat(here.explain("a").tiers()).extracting(InTier::state).containsExactly(State.SUSPECT, State.FRESH);
            store.down();
            assertThat(here.explain("a").tiers())
                    .extracting(InTier::state)
                    .containsExactly(State.SUSPECT, State.UNKNOWN);
        }

        @Test
        void fullKeysOfRegionsNeverMadeAreExplainedToo() {
            cache.set("a", "v", HOUR);
            assertThat(manager.explain("user:a")).isEqualTo(cache.explain("a"));
            assertThat(manager.explain("ghost:a").tiers())
                    .extracting(InTier::state)
                    .containsOnly(State.ABSENT);
            assertThat(manager.explain("plain").region()).isEqualTo("default");
            assertThat(manager.regions()).containsExactly("user");
        }

        @Test
        void explainChangesNothing() {
            cache.set("a", "v");
            manager.clear("memory");
            CacheStats before = cache.stats();
            Map<String, ?> sizes = manager.stats().sizes();
            cache.explain("a");
            assertThat(cache.stats()).isEqualTo(before);
            assertThat(manager.stats().sizes()).isEqualTo(sizes);
        }
    }
}
