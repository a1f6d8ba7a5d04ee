package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.warming.Plan.Reason;
import dev.terrace.cache.warming.WarmingReport.State;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SchedulesTest {

    private WarmedCache cache = new WarmedCache();
    private Warmer warmer = cache.warmer;
    private final FakeTime time = cache.time;

    @AfterEach
    void close() {
        cache.close();
    }

    private void awaitRuns(int runs) {
        await().until(() -> warmer.history().size() >= runs && warmer.running().isEmpty());
        assertThat(warmer.history()).hasSize(runs);
    }

    private List<Instant> beginnings() {
        return warmer.history().stream().map(WarmingReport::begin).sorted().toList();
    }

    @Test
    void aPlanRunsAtAFixedRate() {
        Schedule schedule = warmer.every("often", Duration.ofMinutes(5), Plan.WANTED);
        for (int run = 1; run <= 3; run++) {
            time.advance(Duration.ofMinutes(5));
            awaitRuns(run);
        }

        assertThat(schedule.name()).isEqualTo("often");
        assertThat(warmer.history()).extracting(WarmingReport::trigger).containsOnly("often");
        assertThat(beginnings())
                .containsExactly(
                        FakeTime.START.plusSeconds(300),
                        FakeTime.START.plusSeconds(600),
                        FakeTime.START.plusSeconds(900));
    }

    @Test
    void aCancelledScheduleRunsNoMore() {
        Schedule schedule = warmer.every("often", Duration.ofMinutes(5), Plan.WANTED);
        time.advance(Duration.ofMinutes(5));
        awaitRuns(1);
        schedule.cancel();
        time.advance(Duration.ofHours(1));

        awaitRuns(1);
    }

    @Test
    void aCronExpressionRunsInTheZoneOfTheSettingsAlsoWhenTheClocksChange() {
        cache.close();
        FakeTime clock = new FakeTime(Instant.parse("2026-03-27T12:00:00Z").toEpochMilli());
        cache = new WarmedCache(clock, 10, settings -> settings.zone(ZoneId.of("Europe/Berlin")));
        warmer = cache.warmer;
        warmer.cron("nightly", "30 2 * * *", Plan.WANTED);
        for (int hour = 0; hour < 96; hour++) {
            int before = warmer.history().size();
            clock.advance(Duration.ofHours(1));
            await().until(() -> warmer.running().isEmpty());
            assertThat(warmer.history().size() - before).isBetween(0, 1);
        }

        await().until(() -> warmer.history().size() == 4);
        assertThat(beginnings())
                .containsExactly(
                        Instant.parse("2026-03-28T01:30:00Z"),
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Instant.parse("2026-03-30T00:30:00Z"),
                        Instant.parse("2026-03-31T00:30:00Z"));
    }

    @Test
    void aWallClockThatIsSetIsNoticed() {
        warmer.cron("nightly", "0 3 * * *", Plan.WANTED);
        time.setMillis(Instant.parse("2026-01-01T02:55:00Z").toEpochMilli());
        time.advance(Duration.ofMinutes(20));

        awaitRuns(1);
    }

    @Test
    void aSourceSlowerThanItsScheduleIsNotAskedTwiceAtOnce() {
        Pause pause = cache.source.pause();
        warmer.register("main_db", cache.database().timeout(Duration.ofHours(1)));
        cache.read("a", 1);
        warmer.every("often", Duration.ofSeconds(20), Plan.WANTED);
        time.advance(Duration.ofSeconds(20));
        pause.awaitReached();
        time.advance(Duration.ofSeconds(20));

        await().until(() -> warmer.history().size() == 1);
        assertThat(warmer.history().get(0).state()).isEqualTo(State.OVERLAPPED);
        assertThat(cache.source.loads()).isEqualTo(1);
        pause.release();
        awaitRuns(2);
        time.advance(Duration.ofSeconds(20));
        awaitRuns(3);
        assertThat(warmer.history().get(0).state()).isEqualTo(State.DONE);
    }

    @Nested
    class AheadOfNeed {

        private void onlyFor(Reason reason, Duration lead) {
            warmer.ahead(Duration.ofMinutes(1), Plan.AHEAD.reasons(reason).lead(lead));
        }

        @Test
        void whatIsHotAndAboutToExpireIsRenewed() {
            warmer.register("main_db", cache.database());
            cache.users.set("hot", "old", Duration.ofMinutes(10));
            cache.users.set("cold", "old", Duration.ofMinutes(10));
            cache.read("hot", 20);
            onlyFor(Reason.EXPIRING, Duration.ofMinutes(2));
            passMinutes(7);
            assertThat(cache.users.get("hot")).isEqualTo("old");
            passMinutes(2);

            await().until(() -> "value of hot".equals(cache.users.get("hot")));
            assertThat(cache.source.loads("cold")).isZero();
        }

        /** A run that is still going on lets the next one be left out, and the clock stands still then. */
        private void passMinutes(int minutes) {
            for (int i = 0; i < minutes; i++) {
                time.advance(Duration.ofMinutes(1));
                await().until(() -> warmer.running().isEmpty());
            }
        }

        @Test
        void whatTheNextHourWillWantIsBrought() {
            warmer.register("main_db", cache.database());
            for (int hour = 0; hour < 32; hour++) {
                cache.read(hour % 24 == 8 ? "morning" : "any", 10);
                time.advance(Duration.ofHours(1));
            }
            assertThat(cache.users.get("morning")).isNull();
            onlyFor(Reason.HISTORY, Duration.ofMinutes(5));
            time.advance(Duration.ofMinutes(1));

            await().until(() -> cache.isInMemory("morning"));
        }

        @Test
        void nothingOfAnotherHourIsBrought() {
            warmer.register("main_db", cache.database());
            for (int hour = 0; hour < 30; hour++) {
                cache.read(hour % 24 == 8 ? "morning" : "any", 10);
                time.advance(Duration.ofHours(1));
            }
            onlyFor(Reason.HISTORY, Duration.ofMinutes(5));
            time.advance(Duration.ofMinutes(1));
            awaitRuns(1);

            assertThat(cache.isInMemory("morning")).isFalse();
            assertThat(cache.isInMemory("any")).isTrue();
        }

        @Test
        void whatUsuallyFollowsOnWhatIsReadIsBrought() {
            warmer.register("main_db", cache.database());
            for (int i = 0; i < 20; i++) {
                cache.users.get("cart");
                cache.users.get("checkout");
                cache.users.get("other" + i);
                cache.drain();
            }
            time.advance(Duration.ofMinutes(1)); // learns
            await().until(() -> {
                time.advance(Duration.ofMinutes(1));
                cache.users.get("cart");
                cache.drain();
                return warmer.warmNow(Plan.AHEAD.reasons(Reason.SUCCESSOR))
                                .counts()
                                .loaded()
                        > 0;
            });

            assertThat(cache.isInMemory("checkout")).isTrue();
            assertThat(cache.isInMemory("other3")).isFalse();
        }
    }

    @Test
    void memoryThatIsFullGivesUpOnlyWhatIsColder() {
        cache.close();
        cache = new WarmedCache(time, 100, settings -> settings);
        warmer = cache.warmer;
        warmer.register("main_db", cache.database());
        for (int i = 0; i < 100; i++) {
            cache.users.set("resident" + i, "value");
        }
        for (int i = 0; i < 100; i++) {
            cache.read("resident" + i, 5);
            cache.read("colder" + i, 2);
        }
        cache.read("hotter", 60);
        cache.users.delete("hotter");
        cache.caches.optimize(); // memory adds up what came in batches

        WarmingReport report = warmer.warmNow();

        assertThat(report.counts().skipped()).isGreaterThanOrEqualTo(100);
        assertThat(cache.source.loads("hotter")).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            assertThat(cache.source.loads("colder" + i)).isZero();
        }
    }

    @Test
    void whatMemoryHasNoRoomForGoesBelow() {
        cache.close();
        cache = new WarmedCache(time, 100, settings -> settings, new dev.terrace.cache.testkit.ReferenceTier());
        warmer = cache.warmer;
        for (int i = 0; i < 200; i++) {
            cache.users.set("resident" + i, "value");
        }
        for (int i = 0; i < 200; i++) {
            cache.read("resident" + i, 5);
        }
        cache.read("colder", 1);
        warmer.register("main_db", Source.batch(cache.users, keys -> Map.of("colder", "value")));

        warmer.warmNow();

        assertThat(cache.users.explain("colder").tiers().get(0).tag()).isZero();
        assertThat(cache.users.explain("colder").tiers().get(1).tag()).isNotZero();
    }
}
