package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.warming.WarmingReport.State;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A run has read from its source, and has not stored yet, when the key is changed. */
class RacesTest {

    private final FakeTime time = new FakeTime();

    static Stream<Named<Consumer<WarmedCache>>> removals() {
        return Stream.of(
                Named.of("delete", cache -> cache.users.delete("a")),
                Named.of("deleteAll", cache -> cache.users.deleteAll(java.util.List.of("a"))),
                Named.of("invalidate", cache -> cache.users.invalidate("a*")),
                Named.of("clear", cache -> cache.users.clear()),
                Named.of("invalidate over regions", cache -> cache.caches.invalidate("user:*")),
                Named.of("clear all", cache -> cache.caches.clear()));
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aRemovedKeyDoesNotComeBack(Consumer<WarmedCache> removal) {
        try (WarmedCache cache = new WarmedCache(time, 100, settings -> settings, new ReferenceTier())) {
            Pause pause = cache.source.pause();
            WarmingRun run = begin(cache, pause);
            removal.accept(cache);
            pause.release();
            WarmingReport report = run.await();

            assertThat(report.counts().refused()).isEqualTo(1);
            assertThat(report.counts().loaded()).isZero();
            assertThat(cache.users.get("a")).isNull();
            assertThat(cache.users.explain("a").tiers()).allMatch(tier -> tier.tag() == 0);
        }
    }

    private static WarmingRun begin(WarmedCache cache, Pause pause) {
        cache.warmer.register("main_db", cache.database());
        cache.read("a", 1);
        WarmingRun run = cache.warmer.begin(Plan.WANTED);
        pause.awaitReached();
        return run;
    }

    @Test
    void aNewerValueIsNotOverwritten() {
        try (WarmedCache cache = new WarmedCache(time, 100, settings -> settings, new ReferenceTier())) {
            Pause pause = cache.source.pause();
            WarmingRun run = begin(cache, pause);
            cache.users.set("a", "newer");
            pause.release();

            assertThat(run.await().counts().refused()).isEqualTo(1);
            assertThat(cache.users.get("a")).isEqualTo("newer");
            cache.caches.clear("memory");
            assertThat(cache.users.get("a")).isEqualTo("newer");
        }
    }

    @Test
    void aClosedManagerEndsTheRunAndStoresNothingMore() {
        ReferenceTier disk = new ReferenceTier();
        WarmedCache cache = new WarmedCache(time, 100, settings -> settings, disk);
        Pause pause = cache.source.pause();
        WarmingRun run = begin(cache, pause);

        cache.caches.close();
        WarmingReport report = run.await();
        pause.release();

        assertThat(report.state()).isEqualTo(State.CANCELLED);
        assertThat(report.counts().loaded()).isZero();
        assertThat(disk.reopen().get(new TierKey("user", "a"))).isNull();
    }

    @Test
    void aClosedWarmerEndsItsRunsAndLeavesTheManagerOpen() {
        try (WarmedCache cache = new WarmedCache(time, 100, settings -> settings)) {
            Pause pause = cache.source.pause();
            WarmingRun run = begin(cache, pause);

            cache.warmer.close();
            pause.release();

            assertThat(run.await().state()).isEqualTo(State.CANCELLED);
            assertThat(cache.users.get("a")).isNull();
            assertThat(cache.users.get("a", key -> "loaded")).isEqualTo("loaded");
        }
    }

    @Test
    void anUnregisteredSourceBringsToTheEndWhatItBegan() {
        try (WarmedCache cache = new WarmedCache(time, 100, settings -> settings)) {
            Pause pause = cache.source.pause();
            WarmingRun run = begin(cache, pause);
            cache.warmer.unregister("main_db");
            pause.release();

            assertThat(run.await().counts().loaded()).isEqualTo(1);
            assertThat(cache.warmer.warmNow().sources()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("removals")
    void aKeyRemovedOnOneNodeStaysRemovedOnEveryNode(Consumer<WarmedCache> removal) {
        SharedStore store = new SharedStore(time);
        try (WarmedCache one = new WarmedCache(time, 100, settings -> settings, new ReferenceTier(), store.attach());
                WarmedCache two =
                        new WarmedCache(time, 100, settings -> settings, new ReferenceTier(), store.attach())) {
            Pause pause = one.source.pause();
            WarmingRun run = begin(one, pause);
            removal.accept(two);
            pause.release();
            run.await();

            assertThat(one.users.get("a")).isNull();
            assertThat(two.users.get("a")).isNull();
        }
    }

    @Test
    void nodesThatShareATierDivideTheWork() {
        SharedStore store = new SharedStore(time);
        try (WarmedCache one = new WarmedCache(time, 100, settings -> settings, new ReferenceTier(), store.attach());
                WarmedCache two =
                        new WarmedCache(time, 100, settings -> settings, new ReferenceTier(), store.attach())) {
            Pause pause = one.source.pause();
            WarmingRun run = begin(one, pause);
            two.warmer.register("main_db", two.database());
            two.read("a", 1);

            assertThat(two.warmer.warmNow().counts().skipped()).isEqualTo(1);
            pause.release();
            assertThat(run.await().counts().loaded()).isEqualTo(1);
            assertThat(two.warmer.warmNow().counts().copied()).isEqualTo(1);
            assertThat(two.source.loads()).isZero();
            assertThat(Objects.requireNonNull(two.users.get("a"))).isEqualTo("value of a");
        }
    }
}
