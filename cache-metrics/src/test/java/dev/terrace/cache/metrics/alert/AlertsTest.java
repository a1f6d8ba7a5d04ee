package dev.terrace.cache.metrics.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.metrics.alert.AlertStatus.State;
import dev.terrace.cache.metrics.stats.Counted;
import dev.terrace.cache.metrics.stats.RegionStatistics;
import dev.terrace.cache.metrics.stats.Statistics;
import dev.terrace.cache.metrics.stats.TierStatistics;
import dev.terrace.cache.metrics.stats.Window;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertsTest {

    private static final Duration BEAT = Duration.ofSeconds(5);

    private final List<AlertStatus> told = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Alerts alerts(AlertRule... rules) {
        return new Alerts(List.of(rules), List.of(told::add));
    }

    private static AlertRule queueRule() {
        return AlertRules.gauge("queue", Severity.CRITICAL, "queue.age.seconds", Threshold.above(10, 5))
                .hold(Duration.ofSeconds(20));
    }

    private void beat(Alerts alerts, double queueAge) {
        alerts.evaluate(statistics(Map.of("queue.age.seconds", queueAge)));
    }

    private Statistics statistics(Map<String, Double> gauges) {
        return statistics(gauges, counts(0, 0, 0), Map.of());
    }

    private Statistics statistics(Map<String, Double> gauges, CacheStats counts, Map<String, TierStatistics> tiers) {
        now = now.plus(BEAT);
        Window window = new Window(300, counts.requests().hitRatio(), 1, counts);
        return new Statistics(
                now, new Counted(window, window, window, window, window), Map.of(), tiers, gauges, List.of());
    }

    private static CacheStats counts(long hits, long misses, long failures) {
        return new CacheStats(
                new CacheStats.Requests(hits, misses, 0, 0),
                new CacheStats.Loads(0, failures, 0, 0, 0, 0),
                new CacheStats.Writes(0, 0, 0),
                Map.of(),
                Map.of());
    }

    private List<State> states() {
        return told.stream().map(AlertStatus::state).toList();
    }

    @Nested
    class Life {

        private final Alerts alerts = alerts(queueRule());

        @Test
        void firesAfterTheHoldTimeAndResolvesAfterIt() {
            for (int i = 0; i < 4; i++) {
                beat(alerts, 11);
                assertThat(alerts.active()).hasSize(1);
                assertThat(told).isEmpty();
            }
            beat(alerts, 11);
            assertThat(states()).containsExactly(State.FIRING);
            assertThat(told.get(0).message()).isEqualTo("queue of manager is bad: 11.00 (threshold 10.00)");
            assertThat(alerts.firing("queue")).isEqualTo(1);
            for (int i = 0; i < 5; i++) {
                beat(alerts, 5);
            }
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
            assertThat(told.get(1).message()).contains("well again");
            assertThat(told.get(1).value()).as("what it is now").isEqualTo(5);
            assertThat(alerts.active()).isEmpty();
        }

        @Test
        void aShortPeakIsNothing() {
            for (int i = 0; i < 50; i++) {
                beat(alerts, i % 4 == 3 ? 1 : 100);
            }
            assertThat(told).isEmpty();
        }

        @Test
        void whatWaversBetweenTheTwoThresholdsKeepsFiring() {
            for (int i = 0; i < 10; i++) {
                beat(alerts, 11);
            }
            for (int i = 0; i < 100; i++) {
                beat(alerts, i % 2 == 0 ? 6 : 12);
            }
            assertThat(states()).containsExactly(State.FIRING);
        }

        @Test
        void flappingFiresOnceAndResolvesOnce() {
            Random random = new Random(5);
            for (int i = 0; i < 10; i++) {
                beat(alerts, 11);
            }
            for (int i = 0; i < 1_000; i++) {
                beat(alerts, i % 3 == 0 ? 20 : 10 * random.nextDouble());
            }
            for (int i = 0; i < 10; i++) {
                beat(alerts, 0);
            }
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
        }

        @Test
        void aSubjectThatDisappearsIsWell() {
            for (int i = 0; i < 5; i++) {
                beat(alerts, 11);
            }
            for (int i = 0; i < 5; i++) {
                alerts.evaluate(statistics(Map.of()));
            }
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
        }

        @Test
        void withoutHoldTimeItFiresAtOnce() {
            Alerts atOnce = alerts(queueRule().hold(Duration.ZERO));
            beat(atOnce, 11);
            beat(atOnce, 0);
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
        }

        @Test
        void aListenerOrMeasureThatThrowsDisturbsNobody() {
            AlertRule broken = new AlertRule(
                    "broken",
                    Severity.WARNING,
                    Duration.ZERO,
                    (statistics, window) -> {
                        throw new IllegalStateException("measure");
                    },
                    Threshold.above(1, 1),
                    Duration.ZERO);
            Alerts all = new Alerts(
                    List.of(broken, queueRule().hold(Duration.ZERO)),
                    List.of(
                            alert -> {
                                throw new IllegalStateException("listener");
                            },
                            told::add));
            beat(all, 11);
            assertThat(states()).containsExactly(State.FIRING);
        }
    }

    @Nested
    class RulesThatAreOn {

        private final Alerts alerts = new Alerts(
                AlertRules.defaults().stream()
                        .map(rule -> rule.hold(Duration.ZERO))
                        .toList(),
                List.of(told::add));

        private List<String> names() {
            return told.stream().map(each -> each.name() + ' ' + each.subject()).toList();
        }

        @Test
        void ratiosOfTooFewReadsSayNothing() {
            alerts.evaluate(statistics(Map.of(), counts(0, 99, 99), Map.of()));
            assertThat(told).isEmpty();
        }

        @Test
        void hitRatioAndErrorRate() {
            alerts.evaluate(statistics(Map.of(), counts(69, 31, 6), Map.of()));
            assertThat(names()).containsExactly("hitRatioLow manager", "errorRateHigh manager");
            assertThat(told.get(1).severity()).isEqualTo(Severity.CRITICAL);
            alerts.evaluate(statistics(Map.of(), counts(75, 25, 3), Map.of()));
            assertThat(alerts.active()).isEmpty();
        }

        @Test
        void aRegionOfSomeTrafficHasAHitRatioOfItsOwn() {
            Statistics mixed = withRegions(Map.of("good", counts(9_000, 999, 0), "bad", counts(699, 301, 0)));
            alerts.evaluate(mixed);
            assertThat(names()).containsExactly("hitRatioLow region bad");
            assertThat(told.get(0).value()).isEqualTo(0.699);
            alerts.evaluate(withRegions(Map.of("good", counts(9_000, 999, 0), "bad", counts(750, 250, 0))));
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
        }

        @Test
        void aRegionOfLittleTrafficHasNone() {
            alerts.evaluate(withRegions(Map.of("rare", counts(0, 999, 0))));
            assertThat(told).isEmpty();
        }

        @Test
        void aRegionCalledManagerIsNotTheManager() {
            alerts.evaluate(withRegions(Map.of("manager", counts(0, 1_000, 0))));
            assertThat(names()).containsExactly("hitRatioLow region manager");
        }

        private Statistics withRegions(Map<String, CacheStats> regions) {
            Statistics plain = statistics(Map.of());
            Map<String, RegionStatistics> numbers = new TreeMap<>();
            regions.forEach((name, counts) -> {
                Window window = new Window(300, counts.requests().hitRatio(), 1, counts);
                numbers.put(
                        name,
                        new RegionStatistics(new Counted(window, window, window, window, window), TierSize.EMPTY));
            });
            return new Statistics(
                    plain.lastUpdate(), plain.manager(), numbers, plain.tiers(), plain.gauges(), plain.alerts());
        }

        @Test
        void memoryAboveFourFifths() {
            alerts.evaluate(statistics(Map.of(), counts(0, 0, 0), Map.of("memory", tier(0, 81, 100))));
            assertThat(names()).containsExactly("memoryFull memory");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "queue.age.seconds 10.1 queueOld manager",
                    "redis.breakers.open 1 breakerOpen redis",
                    "redis.staleness.seconds 2.1 stalenessExceeded redis",
                    "disk.aside 1 tierAside disk",
                    "disk.free.bytes 1000000 diskFreeLow disk",
                    "warming.accuracy 0.49 warmingInaccurate warming"
                })
        void gaugesOfParts(String row) {
            String[] words = row.split(" ", 3);
            alerts.evaluate(statistics(Map.of(words[0], Double.valueOf(words[1]))));
            assertThat(names()).containsExactly(words[2]);
        }

        @Test
        void expiredEntriesThatGrow() {
            for (int i = 0; i < 3; i++) {
                alerts.evaluate(statistics(Map.of(), counts(0, 0, 0), Map.of("disk", tier(2_000 + i, 1, 100))));
            }
            assertThat(names()).containsExactly("expiredGrowing disk");
            for (int i = 0; i < 70; i++) {
                alerts.evaluate(statistics(Map.of(), counts(0, 0, 0), Map.of("disk", tier(2_002, 1, 100))));
            }
            assertThat(states()).containsExactly(State.FIRING, State.RESOLVED);
        }

        @Test
        void aSizeOfTheOwnersChoice() {
            Alerts own = alerts(AlertRules.sizeAbove("disk", 90).hold(Duration.ZERO));
            own.evaluate(statistics(Map.of(), counts(0, 0, 0), Map.of("disk", tier(0, 91, 100))));
            assertThat(names()).containsExactly("sizeAboveDisk disk");
        }

        private TierStatistics tier(long expired, long bytes, long limit) {
            TierSize size = new TierSize(5_000, expired, bytes, limit, false);
            return new TierStatistics(size, TierStatistics.fill(size), Map.of(), Map.of());
        }
    }

    @Test
    void misuseIsNamed() {
        AlertRule rule = queueRule();
        assertThatThrownBy(() -> alerts(rule, rule)).hasMessageContaining("alert rule queue is there twice");
        assertThatThrownBy(() -> rule.hold(Duration.ofSeconds(-1))).hasMessageContaining("hold must not be negative");
        assertThatThrownBy(() -> rule.window(Duration.ofHours(1))).hasMessageContaining("window must be at most PT15M");
        assertThatThrownBy(() -> Threshold.above(1, 2)).hasMessageContaining("well must lie on the good side");
        assertThatThrownBy(() -> Threshold.below(1, Double.NaN)).hasMessageContaining("finite");
        assertThatThrownBy(() -> AlertRules.gauge("Not a word", Severity.WARNING, "g", Threshold.above(1, 1)))
                .hasMessageContaining("one word in camelCase");
        assertThat(rule.severity(Severity.WARNING)
                        .threshold(Threshold.above(3, 3))
                        .severity())
                .isEqualTo(Severity.WARNING);
    }
}
