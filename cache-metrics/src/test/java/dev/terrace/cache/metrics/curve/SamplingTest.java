package dev.terrace.cache.metrics.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.extension.Probe.Made;
import dev.terrace.cache.extension.ReadListener.KeyListener;
import dev.terrace.cache.testkit.ConcurrentRun;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SamplingTest {

    private final List<Long> times = new ArrayList<>();
    private final Sampling sampling = new Sampling(times::add);
    private final KeyListener user = sampling.region("user");
    private long reads;

    private void read(int number, int keys) {
        for (int i = 0; i < number; i++) {
            user.read("k" + i % keys);
            reads++;
        }
    }

    @Test
    void everyReadOfLittleTrafficIsInTheSample() {
        for (int round = 0; round < 5; round++) {
            read(1_000, 100);
            sampling.collect(region -> reads);
        }
        HitCurve curve = sampling.curves().get("user");
        assertThat(curve.reads()).isEqualTo(5_000);
        assertThat(curve.keys()).isEqualTo(100);
        assertThat(curve.hitRatio(95)).isLessThan(0.05);
        assertThat(curve.hitRatio(104)).isCloseTo(0.98, within(1e-9));
    }

    @Test
    void oneInSixteenOfTheSampledReadsIsTimed() {
        int timed = 0;
        for (int i = 0; i < 1_600; i++) {
            timed += user.readTimed("k") ? 1 : 0;
        }
        assertThat(timed).isEqualTo(100);
        user.answered(7);
        assertThat(times).containsExactly(7L);
    }

    @Test
    void tooMuchTrafficIsSampledInPartAndThePartIsRight() {
        for (int round = 0; round < 12; round++) {
            read(4 * Sampling.ROOM, 20_000);
            sampling.collect(region -> reads);
        }
        HitCurve curve = sampling.curves().get("user");
        assertThat(curve.keys()).isCloseTo(20_000, within(4_000.0));
        assertThat(curve.hitRatio(10_000)).isLessThan(0.1);
        assertThat(curve.hitRatio(30_000)).isGreaterThan(0.85);
    }

    @Test
    void inAPauseNothingIsTimedAndTheNextRoundGoesOn() {
        read(Sampling.ROOM + 1, 100);
        assertThat(user.readTimed("k1")).isFalse();
        assertThat(user.readTimed("k1")).isFalse();
        sampling.collect(region -> reads);
        assertThat(user.readTimed("k1")).isTrue();
    }

    @Test
    void threadsMayReadWhileTheRowIsEmptied() {
        ConcurrentRun.of(3, thread -> () -> {
                    for (int i = 0; i < 50_000; i++) {
                        if (thread == 0 && i % 1_000 == 0) {
                            sampling.collect(region -> 0);
                        } else {
                            user.read("k" + i % 200);
                        }
                    }
                    return true;
                })
                .results();
        sampling.collect(region -> 0);
        assertThat(sampling.curves().get("user").keys()).isBetween(200.0, 201.0);
    }

    @Test
    void manyRegionsShareTheRoomForKeys() {
        for (int region = 0; region < 2_000; region++) {
            KeyListener one = sampling.region("r" + region);
            for (int i = 0; i < 30; i++) {
                one.read("k" + i);
            }
        }
        sampling.collect(region -> 30);
        sampling.age(0.5);
        assertThat(sampling.curves()).hasSize(2_001);
        assertThat(sampling.curves().get("r1999").keys()).isEqualTo(30);
    }

    @Nested
    class Reloads {

        private void load(String key, Object value, long at) {
            sampling.made(new Made("user", key, value, 10_000, true), at);
        }

        private FreshnessEstimate estimate() {
            return sampling.freshness().get("user");
        }

        @Test
        void valuesThatNeverChangeAreToldFromThoseThatDo() {
            for (int i = 0; i < 100; i++) {
                load("same", "v", 20_000L * (i + 1));
                load("other", "v" + i, 20_000L * (i + 1));
            }
            FreshnessEstimate learned = estimate();
            assertThat(learned.reloads()).isEqualTo(198);
            assertThat(learned.changedShare()).isEqualTo(0.5);
            assertThat(learned.meanAgeSeconds()).isEqualTo(20);
            assertThat(learned.meanLifeSeconds()).isEqualTo(10);
            assertThat(learned.expiredShare()).isEqualTo(0.99);
            assertThat(learned.changesPerSecond()).isCloseTo(Math.log(2) / 20, within(1e-9));
        }

        @Test
        void longerLivesSpareTheReloadsThatTheyWouldHaveCovered() {
            for (int i = 0; i < 101; i++) {
                load("k", "v", 10_000L * i + 1);
            }
            List<Double> spared = estimate().sparedShares();
            assertThat(spared.get(0)).isCloseTo(0.5, within(0.01));
            assertThat(spared.get(3)).isCloseTo(15.0 / 16, within(0.01));
        }

        @Test
        void whatACallerSetTeachesNothing() {
            load("k", "v", 1);
            sampling.made(new Made("user", "k", "w", 10_000, false), 2);
            load("k", "x", 20_000);
            assertThat(estimate().reloads()).isZero();
            assertThat(estimate().outdatedShare(10)).isZero();
        }

        @Test
        void valuesWithoutAHashCodeOfTheirOwnTeachNothing() {
            load("k", new Object(), 1);
            load("k", new Object(), 20_000);
            assertThat(estimate().reloads()).isZero();
        }

        @Test
        void theShareOfOutdatedHitsAndTheLifeForItAreInverse() {
            FreshnessEstimate learned = new FreshnessEstimate(100, 0.5, 60, 60, 1, List.of(0.0, 0.0, 0.0, 0.0));
            assertThat(learned.outdatedShare(learned.lifeFor(0.1))).isCloseTo(0.1, within(1e-6));
            assertThat(learned.outdatedShare(60)).isCloseTo(1 - 0.5 / Math.log(2), within(1e-9));
            assertThat(FreshnessEstimate.NONE.changesPerSecond()).isZero();
        }

        @Test
        void onlySoManyKeysAreRemembered() {
            Freshness few = new Freshness(10);
            for (int i = 0; i < 20; i++) {
                few.loaded(i, "v", 10, i + 1L);
            }
            few.loaded(0, "v", 10, 100);
            assertThat(few.estimate().reloads()).isZero();
            few.loaded(19, "v", 10, 101);
            assertThat(few.estimate().reloads()).isEqualTo(1);
            few.age(0.1);
            assertThat(few.estimate().reloads()).isZero();
        }
    }
}
