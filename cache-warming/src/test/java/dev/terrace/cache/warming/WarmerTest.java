package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.warming.WarmingReport.Counts;
import dev.terrace.cache.warming.WarmingReport.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WarmerTest {

    private final WarmedCache cache = new WarmedCache();
    private final Warmer warmer = cache.warmer;

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void theHottestKeysAreLoadedInOneBatch() {
        warmer.register("main_db", cache.database());
        cache.read("a", 3);
        cache.read("b", 20);
        cache.read("c", 10);

        WarmingReport report = warmer.warmNow(Plan.WANTED.budget(Budget.USUAL.keys(2)));

        assertThat(report.counts())
                .isEqualTo(new Counts(2, 2, 0, 0, 0, 0, 0, 0, 1, report.counts().bytes()));
        assertThat(report.state()).isEqualTo(State.DONE);
        assertThat(report.trigger()).isEqualTo("demand");
        assertThat(report.sources()).hasSize(1);
        assertThat(cache.source.batches()).containsExactly(java.util.Set.of("b", "c"));
        assertThat(cache.users.get("b")).isEqualTo("value of b");
        assertThat(cache.isInMemory("a")).isFalse();
    }

    @Test
    void whatIsFreshIsNotLoadedAgain() {
        warmer.register("main_db", cache.database());
        cache.read("a", 3);
        warmer.warmNow();

        WarmingReport report = warmer.warmNow();

        assertThat(report.counts().fresh()).isEqualTo(1);
        assertThat(report.counts().calls()).isZero();
        assertThat(cache.source.loads()).isEqualTo(1);
    }

    @Test
    void hitsCountAsMuchAsMisses() {
        cache.users.set("hit", "value");
        cache.read("hit", 10);
        cache.read("miss", 5);

        assertThat(warmer.hottest("user", 5)).extracting(HotKey::key).containsExactly("hit", "miss");
        assertThat(warmer.rate("user", "hit")).isGreaterThan(warmer.rate("user", "miss"));
        assertThat(warmer.rate("user", "never")).isZero();
        assertThat(warmer.rate("unknown", "never")).isZero();
    }

    @Test
    void theRankingSaysWhereAKeyLies() {
        ReferenceTier disk = new ReferenceTier();
        try (WarmedCache two = new WarmedCache(disk)) {
            two.users.set("both", "value");
            two.users.set("below", "value");
            two.read("both", 5);
            two.caches.clear("memory");
            two.users.set("both", "value");
            two.warmer.hottest("user", 1);

            assertThat(two.warmer.ranking("user", 2).get(0).tiers()).containsExactly("memory", "reference");
            assertThat(two.warmer.ranking("unknown", 2)).isEmpty();
        }
    }

    @Test
    void whatLiesOnDiskIsCopiedUpInsteadOfLoaded() {
        try (WarmedCache two = new WarmedCache(new ReferenceTier())) {
            two.warmer.register("main_db", two.database());
            two.users.set("a", "stored");
            two.read("a", 3);
            two.caches.clear("memory");

            WarmingReport report = two.warmer.warmNow();

            assertThat(report.counts().copied()).isEqualTo(1);
            assertThat(two.source.loads()).isZero();
            assertThat(two.isInMemory("a")).isTrue();
        }
    }

    @Test
    void patternsSurviveARestartBesideTheTierThatKeepsState() {
        ReferenceTier disk = new ReferenceTier();
        WarmedCache first = new WarmedCache(disk);
        first.read("a", 30);
        first.read("b", 10);
        first.close();

        try (WarmedCache second = new WarmedCache(first.time, 100, settings -> settings, disk.reopen())) {
            second.warmer.register("main_db", second.database());

            WarmingReport report = second.warmer.warmAtStart(Duration.ofSeconds(5));

            assertThat(report.trigger()).isEqualTo("start");
            assertThat(report.counts().loaded()).isEqualTo(2);
            assertThat(second.warmer.hottest("user", 2)).extracting(HotKey::key).containsExactly("a", "b");
        }
    }

    @Test
    void itsNumbersAreAmongThoseOfTheManager() {
        warmer.register("main_db", cache.database());
        cache.read("a", 3);
        warmer.warmNow();
        cache.read("a", 1);

        assertThat(cache.caches.stats().gauges())
                .containsEntry("warming.warmed", 1.0)
                .containsEntry("warming.useful", 1.0)
                .containsEntry("warming.wasted", 0.0)
                .containsEntry("warming.accuracy", 1.0)
                .containsEntry("warming.runs.active", 0.0)
                .containsKeys("warming.patterns.bytes", "warming.saved.seconds");
        warmer.close();
        assertThat(warmer.gauges()).isEmpty();
    }

    @Test
    void aManagerHasOneWarmer() {
        assertThatThrownBy(() -> Warmer.attach(cache.caches))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("extension warming is attached already");
    }

    @Test
    void afterItsEndNothingIsMeasuredAndCallsSaySo() {
        warmer.close();
        warmer.close();

        assertThat(cache.users.get("a")).isNull();
        assertThatThrownBy(() -> warmer.warmNow()).hasMessageContaining("the warmer is closed");
        assertThatThrownBy(() -> warmer.hottest("user", 1)).hasMessageContaining("the warmer is closed");
    }

    @Test
    void itEndsWithItsManagerAndLeavesNothingScheduled() {
        warmer.ahead();
        warmer.cron("nightly", "0 3 * * *", Plan.WANTED);
        cache.close();
        cache.time.advance(Duration.ofMinutes(11));

        assertThat(cache.time.pendingTasks()).isZero();
        assertThat(cache.time.failures()).isEmpty();
    }

    @Test
    void wrongArgumentsAreNamed() {
        warmer.register("main_db", cache.database());

        assertThatThrownBy(() -> warmer.register("main_db", cache.database()))
                .hasMessageContaining("source main_db is registered already");
        assertThatThrownBy(() -> warmer.register(null, cache.database())).hasMessageContaining("name must not be null");
        assertThatThrownBy(() -> warmer.register("other", null)).hasMessageContaining("source must not be null");
        assertThatThrownBy(() -> warmer.warmNow(null)).hasMessageContaining("plan must not be null");
        assertThatThrownBy(() -> warmer.hottest("user", 0)).hasMessageContaining("most must be at least 1");
        assertThatThrownBy(() -> warmer.hottest(null, 1)).hasMessageContaining("region must not be null");
        assertThatThrownBy(() -> warmer.warmAtStart(Duration.ZERO)).hasMessageContaining("atMost");
        assertThatThrownBy(() -> warmer.every("x", Duration.ZERO, Plan.WANTED)).hasMessageContaining("interval");
        assertThatThrownBy(() -> warmer.cron("x", "every day", Plan.WANTED))
                .hasMessageContaining("cron must be five fields")
                .hasMessageContaining("every day");
        assertThatThrownBy(() -> Warmer.attach(null)).hasMessageContaining("caches must not be null");
        try (CacheManager other = CacheManager.builder().build()) {
            assertThatThrownBy(() -> Warmer.attach(other, settings -> settings.maximumBytes(1)))
                    .hasMessageContaining("maximumBytes must be at least");
        }
    }

    @Test
    void sourcesAreKnownByNameUntilTheyAreUnregistered() {
        warmer.register("main_db", cache.database());
        warmer.register("other", cache.database());
        assertThat(warmer.sources()).containsExactly("main_db", "other");

        assertThat(warmer.unregister("other")).isTrue();
        assertThat(warmer.unregister("other")).isFalse();
        assertThat(warmer.sources()).containsExactly("main_db");
    }

    @Test
    void theHistoryOfRunsIsBoundedNewestFirst() {
        try (WarmedCache few = new WarmedCache(cache.time, 10, settings -> settings.keptReports(2))) {
            few.warmer.warmNow();
            few.warmer.warmNow();
            few.warmer.warmNow();

            assertThat(few.warmer.history()).extracting(WarmingReport::id).containsExactly(3L, 2L);
            assertThat(few.warmer.running()).isEmpty();
        }
    }

    @Test
    void aRegionThatWasNotMadeIsReportedNotThrown() {
        warmer.register(
                "later",
                new Source<String>("later", "*", keys -> Map.of(), Source.Limits.USUAL, 0, null, null, null)
                        .allKeys(() -> List.of("a").stream()));

        WarmingReport report = warmer.warmNow();

        assertThat(report.counts().skipped()).isEqualTo(1);
        assertThat(report.sources().get(0).failure()).contains("region later was not made");
    }
}
