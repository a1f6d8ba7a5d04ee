package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccessPatternsTest {

    private final FakeTime time = new FakeTime();
    private AccessPatterns patterns = patterns(WarmingSettings.DEFAULT.zone(ZoneOffset.UTC));

    private AccessPatterns patterns(WarmingSettings settings) {
        return new AccessPatterns(settings, time);
    }

    private void read(String region, String... keys) {
        patterns.record(region, (known, writer) -> {
            writer.read(null);
            for (String key : keys) {
                writer.read(key);
            }
        });
    }

    private void read(String key, int times) {
        patterns.record("r", (known, writer) -> {
            writer.read(null);
            for (int i = 0; i < times; i++) {
                writer.read(key);
            }
        });
    }

    private List<String> names(List<HotKey> keys) {
        return keys.stream().map(HotKey::key).toList();
    }

    @Test
    void aSteadyRateIsMeasuredFromTheFirstMinuteOn() {
        for (int minute = 0; minute < 300; minute++) {
            read("a", 600);
            time.advance(Duration.ofMinutes(1));
            if (minute >= 5) {
                assertThat(patterns.rate("r", "a")).isCloseTo(10, Percentage.withPercentage(10));
            }
        }
    }

    @Test
    void regionsAreApart() {
        read("one", "a", "a");
        read("two", "b");

        assertThat(patterns.regions()).containsExactly("one", "two");
        assertThat(names(patterns.hottest("one", 5))).containsExactly("a");
        assertThat(patterns.hottest("three", 5)).isEmpty();
    }

    @Test
    void theTopThousandOfAZipfStreamAreFound() {
        long seed = 42;
        System.out.println("seed " + seed);
        int[] stream = Traces.zipf(200_000, 0.99, 2_000_000, new Random(seed));
        int[] counts = new int[200_000];
        String[] keys =
                IntStream.range(0, counts.length).mapToObj(i -> "user:" + i).toArray(String[]::new);
        for (int from = 0; from < stream.length; from += 1000) {
            int[] part = Arrays.copyOfRange(stream, from, from + 1000);
            patterns.record("r", (known, writer) -> {
                for (int pick : part) {
                    counts[pick]++;
                    writer.read(keys[pick]);
                }
            });
        }
        patterns.upkeep();

        Set<String> top = new HashSet<>();
        IntStream.range(0, counts.length)
                .boxed()
                .sorted((one, other) -> Integer.compare(counts[other], counts[one]))
                .limit(1000)
                .forEach(pick -> top.add(keys[pick]));
        top.retainAll(names(patterns.hottest("r", 1000)));
        assertThat(top).hasSizeGreaterThanOrEqualTo(950);
        assertThat(patterns.bytes()).isLessThan(WarmingSettings.DEFAULT.maximumBytes());
    }

    @Test
    void memoryIsBoundedHoweverManyAndLongTheKeys() {
        patterns = patterns(WarmingSettings.DEFAULT.maximumBytes(1 << 20));
        String suffix = "x".repeat(200);
        for (int region = 0; region < 10; region++) {
            String name = "region" + region;
            for (int part = 0; part < 20; part++) {
                int from = part * 1000;
                patterns.record(name, (known, writer) -> {
                    for (int i = 0; i < 1000; i++) {
                        writer.read(name + (from + i) + suffix);
                        writer.read("hot");
                    }
                });
                patterns.upkeep();
            }
        }

        assertThat(patterns.bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(names(patterns.hottest("region3", 1))).containsExactly("hot");
    }

    @Nested
    class ByHourAndDay {

        /** Reads a key at an hour of some days, and another at another hour. */
        private void days(int days) {
            for (int day = 0; day < days; day++) {
                for (int hour = 0; hour < 24; hour++) {
                    read(hour == 8 ? "morning" : hour == 20 ? "evening" : "any", 100);
                    time.advance(Duration.ofHours(1));
                }
            }
            patterns.upkeep();
        }

        private long at(int hour) {
            return time.millis() + Duration.ofHours(hour).toMillis();
        }

        @Test
        void whatIsReadAtAnHourIsExpectedAtThatHour() {
            days(3);

            assertThat(names(patterns.expected("r", 5, at(8)))).containsExactly("morning");
            assertThat(names(patterns.expected("r", 5, at(20)))).containsExactly("evening");
            assertThat(patterns.expected("r", 5, at(8)).get(0).perSecond())
                    .isCloseTo(100 / 3600.0, Percentage.withPercentage(5));
            assertThat(patterns.outlook("r", "morning", at(8)))
                    .isGreaterThan(10 * patterns.outlook("r", "evening", at(8)));
        }

        @Test
        void anHourThatWasNeverSeenFallsBackOnHeat() {
            read("a", 10);

            assertThat(patterns.expected("r", 5, at(5))).isEmpty();
            assertThat(patterns.outlook("r", "a", at(5))).isEqualTo(patterns.rate("r", "a"));
        }

        @Test
        void theDayOfTheWeekCounts() {
            // It begins on a Thursday; only on Mondays the report is read, every day the news.
            for (int day = 0; day < 21; day++) {
                boolean isMonday = Slot.at(time.millis(), ZoneOffset.UTC).day() == 0;
                read("news", 50);
                read(isMonday ? "report" : "news", 50);
                time.advance(Duration.ofDays(1));
            }
            patterns.upkeep();
            long monday = time.millis() + Duration.ofDays(4).toMillis();
            long tuesday = time.millis() + Duration.ofDays(5).toMillis();

            assertThat(Slot.at(monday, ZoneOffset.UTC).day()).isZero();
            assertThat(patterns.outlook("r", "report", monday))
                    .isGreaterThan(5 * patterns.outlook("r", "report", tuesday));
        }

        @Test
        void hoursAreThoseOfTheZone() {
            ZoneId berlin = ZoneId.of("Europe/Berlin");
            patterns = patterns(WarmingSettings.DEFAULT.zone(berlin));
            time.setMillis(
                    Instant.parse("2026-03-28T07:30:00Z").toEpochMilli()); // 8:30, the day before the clocks change
            read("breakfast", 100);
            time.advance(Duration.ofHours(2));
            patterns.upkeep();

            long sameHourUtc = Instant.parse("2026-03-30T07:30:00Z").toEpochMilli();
            long sameHourLocal = Instant.parse("2026-03-30T06:30:00Z").toEpochMilli();
            assertThat(patterns.expected("r", 5, sameHourUtc)).isEmpty();
            assertThat(names(patterns.expected("r", 5, sameHourLocal))).containsExactly("breakfast");
        }
    }

    @Nested
    class AfterEachOther {

        private String successor(String key) {
            return patterns.look("r", null, known -> known.successor(key));
        }

        @Test
        void whatUsuallyFollowsIsKnown() {
            for (int i = 0; i < 20; i++) {
                read("r", "cart", "checkout", "home", "other" + i);
            }
            patterns.upkeep();

            assertThat(successor("cart")).isEqualTo("checkout");
            assertThat(successor("checkout")).isEqualTo("home");
            assertThat(successor("home")).isNull();
            assertThat(successor("unknown")).isNull();
        }

        @Test
        void whatWasSeenOnceOrTwicePredictsNothing() {
            read("r", "a", "b");
            read("r", "a", "b");
            patterns.upkeep();

            assertThat(successor("a")).isNull();
        }

        @Test
        void theSameKeyAgainAndReadsOfOtherThreadsDoNotFollow() {
            for (int i = 0; i < 20; i++) {
                read("r", "a", "a");
                read("r", "b");
            }
            patterns.upkeep();

            assertThat(successor("a")).isNull();
        }

        @Test
        void itCanBeSwitchedOff() {
            patterns = patterns(WarmingSettings.DEFAULT.successors(false));
            for (int i = 0; i < 20; i++) {
                read("r", "cart", "checkout");
            }
            patterns.upkeep();

            assertThat(successor("cart")).isNull();
        }
    }
}
