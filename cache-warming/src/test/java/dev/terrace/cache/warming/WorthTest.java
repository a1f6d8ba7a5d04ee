package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WorthTest {

    private final WarmedCache cache = new WarmedCache(new FakeTime(), 10_000, settings -> settings.keptReports(3));
    private final Warmer warmer = cache.warmer;

    @AfterEach
    void close() {
        cache.close();
    }

    /** Lets upkeep happen, on its own thread. */
    private void pass(Duration time) {
        cache.time.advance(time);
        org.awaitility.Awaitility.await().until(() -> {
            cache.time.advance(Duration.ofMinutes(1));
            return warmer.worth().undecided() == 0;
        });
    }

    @Test
    void aKeyThatIsReadWhileItIsHeldWasUsefulOnce() {
        warmer.register("main_db", Source.single(cache.users, key -> {
            cache.time.advance(Duration.ofMillis(20));
            return "value";
        }));
        cache.read("a", 1);
        cache.read("b", 1);
        WarmingReport report = warmer.warmNow();

        cache.read("a", 5);

        assertThat(warmer.worth()).isEqualTo(new Worth(2, 1, 0, Duration.ofMillis(20)));
        assertThat(warmer.worth().undecided()).isEqualTo(1);
        assertThat(warmer.worthOfRun(report.id())).isEqualTo(warmer.worth());
        assertThat(warmer.worthOfSource("main_db")).isEqualTo(warmer.worth());
        assertThat(warmer.worthOfSource("unknown")).isEqualTo(Worth.NONE);
        assertThat(warmer.worthOfRun(77)).isEqualTo(Worth.NONE);
    }

    @Test
    void aKeyThatIsGoneWhenItIsReadWasWasted() {
        warmer.register("main_db", cache.database());
        cache.read("gone", 1);
        cache.read("replaced", 1);
        cache.read("expired", 1);
        warmer.warmNow();
        cache.users.delete("gone");
        cache.users.set("replaced", "newer");
        cache.users.get("gone");
        cache.users.get("replaced");
        cache.drain();
        cache.time.advance(Duration.ofMinutes(61));
        cache.read("expired", 1);

        assertThat(warmer.worth()).isEqualTo(new Worth(3, 0, 3, Duration.ZERO));
        assertThat(warmer.worth().accuracy()).isZero();
    }

    @Test
    void aKeyThatIsNotReadForLongWasWasted() {
        warmer.register("main_db", cache.database());
        cache.read("a", 1);
        warmer.warmNow();

        pass(Duration.ofHours(2));

        assertThat(warmer.worth().wasted()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsWarmedAgainBeforeItIsReadWasWastedOnce() {
        warmer.register("main_db", cache.database());
        cache.read("a", 1);
        warmer.warmNow();
        cache.users.delete("a");
        warmer.warmNow();
        cache.read("a", 1);

        assertThat(warmer.worth().warmed()).isEqualTo(2);
        assertThat(warmer.worth().useful()).isEqualTo(1);
        assertThat(warmer.worth().wasted()).isEqualTo(1);
        assertThat(warmer.worth().accuracy()).isEqualTo(0.5);
    }

    @Test
    void nothingDecidedIsNoReproach() {
        assertThat(Worth.NONE.accuracy()).isEqualTo(1);
        assertThat(warmer.worth()).isEqualTo(Worth.NONE);
    }

    @Test
    void onlyTheLastRunsAreRemembered() {
        warmer.register("main_db", cache.database());
        for (int i = 0; i < 5; i++) {
            cache.read("a" + i, 1);
            warmer.warmNow();
        }

        assertThat(warmer.worthOfRun(1)).isEqualTo(Worth.NONE);
        assertThat(warmer.worthOfRun(5).warmed()).isEqualTo(1);
        assertThat(warmer.worth().warmed()).isEqualTo(5);
    }

    private int loadedByRuns(WarmedCache random, int runs) {
        long seed = 11;
        System.out.println("seed " + seed);
        Random picks = new Random(seed);
        int loaded = 0;
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < 500; i++) {
                random.users.get("key" + picks.nextInt(1_000_000));
                if (i % ReadBuffer.SMALLEST == 0) {
                    random.drain();
                }
            }
            loaded = random.warmer.warmNow().counts().loaded();
            random.time.advance(Duration.ofMinutes(61)); // all of it expires
            random.warmer.upkeep();
        }
        return loaded;
    }

    @Test
    void warmingAtRandomNoticesThatItIsWorthlessAndBacksOff() {
        warmer.register("main_db", cache.database());

        assertThat(loadedByRuns(cache, 12)).isBetween(1, 200);
        assertThat(warmer.worth().accuracy()).isLessThan(Credit.WORTHLESS);
    }

    @Test
    void itGoesOnIfItIsToldTo() {
        try (WarmedCache stubborn = new WarmedCache(new FakeTime(), 10_000, settings -> settings.backOff(false))) {
            stubborn.warmer.register("main_db", stubborn.database());

            assertThat(loadedByRuns(stubborn, 12)).isGreaterThan(400);
        }
    }

    @Test
    void whatPaysAgainIsTrustedAgain() {
        Credit credit = new Credit();
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 60; i++) {
                credit.decided(false);
            }
            credit.allowed(1000);
        }
        assertThat(credit.allowed(10_000)).isBetween(20, 200);
        assertThat(credit.allowed(5)).isEqualTo(5);
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 60; i++) {
                credit.decided(i % 2 == 0);
            }
            credit.allowed(1000);
        }

        assertThat(credit.share()).isEqualTo(1);
        assertThat(credit.allowed(10_000)).isEqualTo(10_000);
    }
}
