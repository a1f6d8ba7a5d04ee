package dev.terrace.cache.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.testkit.Attached;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.CountingLoader;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.FlakyTier;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.Running;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FillTest {

    private final FakeTime time = new FakeTime();
    private final CountingLoader<String> source =
            new CountingLoader<>(key -> key.startsWith("none") ? null : "value of " + key);
    private CacheManager manager = start(new ReferenceTier());
    private Cache<String> users = users(manager);
    private Host host = Attached.to(manager);

    private CacheManager start(Tier... tiers) {
        var builder = CacheManager.builder()
                .memory(memory -> memory.maximumEntries(100))
                .time(time);
        for (Tier tier : tiers) {
            builder.tier(tier);
        }
        return builder.build();
    }

    private static Cache<String> users(CacheManager manager) {
        return manager.cache(
                "user",
                String.class,
                settings -> settings.ttl(Duration.ofHours(1)).codec(Codecs.string()));
    }

    private void restart(Tier... tiers) {
        manager.close();
        manager = start(tiers);
        users = users(manager);
        host = Attached.to(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Map<String, Filled> fill(FillOrder order) {
        return host.<String>fill("user", order, source::loadAll);
    }

    private Outcome fill(String key) {
        return fill(FillOrder.of(List.of(key))).get(key).outcome();
    }

    @Test
    void whatIsMissingIsLoadedInOneBatchAndThere() {
        Map<String, Filled> results = fill(FillOrder.of(List.of("a", "b", "a", "none")));

        assertThat(results.keySet()).containsExactly("a", "b", "none");
        assertThat(results.get("a").outcome()).isEqualTo(Outcome.LOADED);
        assertThat(results.get("a").bytes()).isPositive();
        assertThat(results.get("none")).isEqualTo(Filled.without(Outcome.ABSENT));
        assertThat(source.batches()).hasSize(1);
        assertThat(users.get("b")).isEqualTo("value of b");
        assertThat(users.explain("b").tiers())
                .allMatch(tier -> tier.tag() == results.get("b").tag());
    }

    @Test
    void noHitAndNoMissIsCounted() {
        users.set("a", "there");
        fill(FillOrder.of(List.of("a", "b", "none")));

        assertThat(users.stats().requests().hits()).isZero();
        assertThat(users.stats().requests().misses()).isZero();
        assertThat(users.stats().tiers().values()).allMatch(tier -> tier.hits() == 0 && tier.misses() == 0);
        assertThat(users.stats().loads().successes()).isEqualTo(2);
    }

    @Test
    void whatIsFreshIsLeftAlone() {
        users.set("a", "there");

        assertThat(fill("a")).isEqualTo(Outcome.FRESH);
        assertThat(source.loads()).isZero();
        assertThat(users.get("a")).isEqualTo("there");
    }

    @Test
    void whatHasLittleLeftIsRenewedInEveryTier() {
        users.set("a", "there", Duration.ofMinutes(5));
        users.set("b", "there", Duration.ofMinutes(50));

        Map<String, Filled> results = fill(FillOrder.of(List.of("a", "b"))
                .renewWithin(Duration.ofMinutes(5))
                .ttl(Duration.ofHours(2)));

        assertThat(results.get("a").outcome()).isEqualTo(Outcome.LOADED);
        assertThat(results.get("b").outcome()).isEqualTo(Outcome.FRESH);
        assertThat(users.ttl("a")).isEqualTo(Duration.ofHours(2));
        manager.clear("memory");
        assertThat(users.get("a")).isEqualTo("value of a");
    }

    @Test
    void whatIsKnownToHaveChangedIsLoadedAnewHoweverLongItLasts() {
        users.set("a", "outdated");
        manager.cache("ever", String.class).set("a", "outdated");
        FillOrder order = FillOrder.of(List.of("a")).renewWithin(Durations.LONGEST);

        assertThat(fill(order).get("a").outcome()).isEqualTo(Outcome.LOADED);
        assertThat(host.<String>fill("ever", order, source::loadAll).get("a").outcome())
                .isEqualTo(Outcome.LOADED);
        assertThat(users.get("a")).isEqualTo("value of a");
    }

    @Test
    void whatALowerTierHasIsCopiedUpAndNotLoaded() {
        users.set("a", "there");
        manager.clear("memory");

        assertThat(fill("a")).isEqualTo(Outcome.COPIED);
        assertThat(source.loads()).isZero();
        assertThat(users.explain("a").tiers().get(0).tag()).isNotZero();
        assertThat(host.fill("user", FillOrder.of(List.of("b")), null).get("b").outcome())
                .isEqualTo(Outcome.ABSENT);
    }

    @Test
    void belowMemoryMeansBelow() {
        users.set("there", "value");
        manager.clear("memory");

        Map<String, Filled> results = fill(FillOrder.of(List.of("a", "there")).belowMemory());

        assertThat(results.get("a").outcome()).isEqualTo(Outcome.LOADED);
        assertThat(results.get("there").outcome()).isEqualTo(Outcome.FRESH);
        assertThat(users.explain("a").tiers().get(0).tag()).isZero();
        assertThat(users.explain("a").tiers().get(1).tag()).isNotZero();
        assertThat(users.explain("there").tiers().get(0).tag()).isZero();
    }

    @Test
    void aFailedLoadIsAResultAndHarmsNothing() {
        users.set("a", "there", Duration.ofMinutes(1));
        source.failNext(1, new IllegalStateException("down"));

        Map<String, Filled> results = fill(FillOrder.of(List.of("a", "b")).renewWithin(Duration.ofMinutes(2)));

        assertThat(results.values()).extracting(Filled::outcome).containsOnly(Outcome.FAILED);
        assertThat(users.get("a")).isEqualTo("there");
        assertThat(users.ttl("a")).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aValueOfAnotherTypeIsRefusedAlone() {
        Map<String, Filled> results =
                host.<Object>fill("user", FillOrder.of(List.of("a", "b")), keys -> Map.of("a", 1, "b", "text"));

        assertThat(results.get("a").outcome()).isEqualTo(Outcome.FAILED);
        assertThat(results.get("b").outcome()).isEqualTo(Outcome.LOADED);
        assertThat(users.get("a")).isNull();
    }

    @Test
    void aKeyThatACallerLoadsIsLeftToTheCaller() {
        Pause pause = source.pause();
        Running<String> caller = ConcurrentRun.start(() -> users.get("a", source));
        pause.awaitReached();

        assertThat(fill("a")).isEqualTo(Outcome.BUSY);

        pause.release();
        assertThat(caller.result()).isEqualTo("value of a");
    }

    @Test
    void noCallerWaitsForAFill() {
        Pause pause = new Pause("fill");
        Running<Map<String, Filled>> filling =
                ConcurrentRun.start(() -> host.<String>fill("user", FillOrder.of(List.of("a")), keys -> {
                    pause.await();
                    return Map.of("a", "from the fill");
                }));
        pause.awaitReached();

        assertThat(users.get("a", source)).isEqualTo("value of a");

        pause.release();
        assertThat(filling.result().get("a").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(users.get("a")).isEqualTo("value of a");
        assertThat(users.stats().loads().refused()).isEqualTo(1);
    }

    @Test
    void whatWasFilledIsHeldUntilItIsReplaced() {
        long tag = fill(FillOrder.of(List.of("a"))).get("a").tag();

        assertThat(host.holds("user", "a", tag)).isTrue();
        manager.clear("memory");
        assertThat(host.holds("user", "a", tag)).isTrue();
        users.set("a", "newer");
        assertThat(host.holds("user", "a", tag)).isFalse();
        manager.clear("memory");
        assertThat(host.holds("user", "a", tag)).isFalse();
        assertThat(host.holds("user", "b", tag)).isFalse();
        assertThat(host.holds("unknown", "a", tag)).isFalse();
    }

    @Test
    void memorySaysHowFullItIsAndWhatWouldGoFirst() {
        assertThat(host.memoryUse("user")).isZero();
        assertThat(host.expendable("user", 3)).isEmpty();
        for (int i = 0; i < 50; i++) {
            users.set("key" + i, "value");
        }
        manager.optimize(); // memory adds up what came in batches

        assertThat(host.memoryUse("user")).isGreaterThan(0);
        assertThat(host.expendable("user", 3)).hasSize(3);
        assertThat(host.memoryUse("unknown")).isZero();
        assertThat(host.expendable("unknown", 3)).isEmpty();
    }

    private long staying(boolean used) {
        restart();
        List<String> wanted = IntStream.range(0, 90).mapToObj(i -> "wanted" + i).toList();
        fill(FillOrder.of(wanted));
        if (used) {
            host.use("user", wanted);
        }
        for (int i = 0; i < 300; i++) {
            users.get("once" + i, source);
            manager.optimize();
        }
        return wanted.stream()
                .filter(key -> users.explain(key).tiers().get(0).tag() != 0)
                .count();
    }

    @Test
    void whatWasBroughtAndCountedAsUsedDoesNotGiveWayToKeysThatAreReadOnce() {
        assertThat(staying(false)).isLessThan(staying(true));
        host.use("unknown", List.of("a"));
    }

    @Test
    void ofThoseTheOnesThatAreWantedLeastGiveWayFirst() {
        restart();
        List<String> wanted = IntStream.range(0, 90).mapToObj(i -> "wanted" + i).toList();
        fill(FillOrder.of(wanted));
        host.use("user", wanted);

        List<String> expendable = List.copyOf(host.expendable("user", wanted.size()));
        assertThat(averagePlace(wanted.subList(0, 45), expendable))
                .isGreaterThan(averagePlace(wanted.subList(45, 90), expendable) + 20);
    }

    private static double averagePlace(List<String> keys, List<String> order) {
        return keys.stream().mapToInt(order::indexOf).average().orElseThrow();
    }

    @Test
    void anUnknownRegionIsNamed() {
        assertThatThrownBy(() -> host.fill("unknown", FillOrder.of(List.of("a")), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("region unknown was not made");
    }

    @Test
    void theOrderChecksItsValues() {
        assertThatThrownBy(() -> new FillOrder(null, null, Duration.ZERO, true))
                .hasMessageContaining("keys must not be null");
        assertThatThrownBy(() -> FillOrder.of(List.of()).ttl(Duration.ZERO)).hasMessageContaining("ttl must be");
        assertThatThrownBy(() -> FillOrder.of(List.of()).renewWithin(Duration.ofSeconds(-1)))
                .hasMessageContaining("renewWithin must not be negative");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                change("delete", (cache, manager) -> cache.delete("a")),
                change("deleteAll", (cache, manager) -> cache.deleteAll(List.of("a"))),
                change("invalidate", (cache, manager) -> cache.invalidate("a*")),
                change("clear", (cache, manager) -> cache.clear()),
                change("invalidate over regions", (cache, manager) -> manager.invalidate("user:*")),
                change("clear all", (cache, manager) -> manager.clear()));
    }

    private static Arguments change(String name, BiConsumer<Cache<String>, CacheManager> change) {
        return Arguments.of(Named.of(name, change));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsRemovedWhileItIsLoadedDoesNotComeBack(BiConsumer<Cache<String>, CacheManager> change) {
        Pause pause = source.pause();
        Running<Map<String, Filled>> filling = ConcurrentRun.start(() -> fill(FillOrder.of(List.of("a"))));
        pause.awaitReached();
        change.accept(users, manager);
        pause.release();

        assertThat(filling.result().get("a").outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(users.get("a")).isNull();
        assertThat(users.explain("a").tiers()).allMatch(tier -> tier.tag() == 0);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void whatIsRemovedWhileItIsCopiedUpDoesNotComeBack(BiConsumer<Cache<String>, CacheManager> change) {
        FlakyTier disk = FlakyTier.around(new ReferenceTier());
        restart(disk);
        users.set("a", "there");
        manager.clear("memory");
        Pause pause = disk.faults().pauseAfter(Operation.GET_ALL, new TierKey("user", "a"));
        Running<Map<String, Filled>> filling =
                ConcurrentRun.start(() -> host.fill("user", FillOrder.of(List.of("a")), null));
        pause.awaitReached();
        change.accept(users, manager);
        pause.release();
        filling.result();

        assertThat(users.get("a")).isNull();
        assertThat(users.explain("a").tiers()).allMatch(tier -> tier.tag() == 0);
    }

    @Nested
    class WithASharedTier {

        private final SharedStore store = new SharedStore(time);
        private final CacheManager other = start(new ReferenceTier(), store.attach());
        private final Cache<String> others = users(other);

        WithASharedTier() {
            restart(new ReferenceTier(), store.attach());
        }

        @AfterEach
        void closeOther() {
            other.close();
        }

        @Test
        void whatAnotherNodeHasStoredIsTakenFromThere() {
            others.set("a", "stored");

            assertThat(fill("a")).isEqualTo(Outcome.COPIED);
            assertThat(source.loads()).isZero();
        }

        @Test
        void whatIsLoadedIsThereForTheOthers() {
            fill("a");

            assertThat(others.get("a")).isEqualTo("value of a");
        }

        @Test
        void whatAnotherNodeLoadsIsLeftToIt() {
            Pause pause = source.pause();
            Running<String> load = ConcurrentRun.start(() -> others.get("a", source));
            pause.awaitReached();

            assertThat(fill("a")).isEqualTo(Outcome.BUSY);

            pause.release();
            load.result();
            assertThat(source.loads()).isEqualTo(1);
        }

        @Test
        void whatTheSourceDoesNotReturnLeavesNoLease() {
            fill("none");

            assertThat(others.get("none", key -> "loaded")).isEqualTo("loaded");
            assertThat(others.explain("none").tiers()).allMatch(tier -> tier.tag() != 0);
        }
    }
}
