package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DecayedSketchTest {

    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final DecayedSketch<String> sketch = new DecayedSketch<>(Duration.ofHours(1), 64, 0);

    private void count(String item, int times, long now) {
        long weight = sketch.weight(now);
        for (int i = 0; i < times; i++) {
            sketch.add(item, weight);
        }
    }

    @Test
    void aCountIsWorthHalfAfterTheHalfLife() {
        count("a", 100, 0);

        assertThat(sketch.count("a", 0)).isEqualTo(100);
        assertThat(sketch.count("a", HOUR)).isEqualTo(50);
        assertThat(sketch.count("a", 3 * HOUR)).isEqualTo(12.5);
        assertThat(sketch.count("b", 0)).isZero();
    }

    @Test
    void whatIsReadNowOvertakesWhatWasReadMore() {
        count("old", 100, 0);
        count("new", 30, 2 * HOUR);

        assertThat(sketch.rows(2 * HOUR)).extracting(DecayedSketch.Row::item).containsExactly("new", "old");
    }

    @Test
    void countsStayRightOverManyHalfLives() {
        for (long now = 0; now <= 100 * HOUR; now += HOUR) {
            count("steady", 10, now);
        }

        assertThat(sketch.count("steady", 100 * HOUR)).isCloseTo(20, Percentage.withPercentage(0.5));
    }

    @Test
    void whatWasForgottenLongAgoIsGone() {
        count("old", 5, 0);
        count("new", 5, 60 * HOUR);

        assertThat(sketch.rows(60 * HOUR)).extracting(DecayedSketch.Row::item).containsExactly("new");
        assertThat(sketch.size()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackDoesNoHarm() {
        count("a", 10, 0);
        count("a", 10, -5 * HOUR);

        assertThat(sketch.count("a", -5 * HOUR)).isEqualTo(20);
    }

    @Test
    void manyItemsLeaveTheFrequentOnes() {
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 1000; i++) {
                count("rare" + (round * 1000 + i), 1, 0);
            }
            count("often", 100, 0);
        }

        assertThat(sketch.size()).isLessThan(64);
        assertThat(sketch.rows(0, 1).get(0).item()).isEqualTo("often");
        assertThat(sketch.count("often", 0)).isBetween(3000.0, 5000.0);
    }

    @Test
    void aSmallerTableKeepsTheMostFrequent() {
        for (int i = 1; i <= 40; i++) {
            count("key" + i, i * 10, 0);
        }
        long before = sketch.tableBytes();

        sketch.resize(16, HOUR);

        assertThat(sketch.tableBytes()).isLessThan(before);
        assertThat(sketch.rows(HOUR, 3)).extracting(DecayedSketch.Row::item).containsExactly("key40", "key39", "key38");
        assertThat(sketch.count("key40", HOUR)).isCloseTo(200, within(1.0));
        assertThat(sketch.count("key1", HOUR)).isZero();
    }

    @Test
    void storedCountsAreAddedByTheWeightOfNow() {
        count("a", 8, 0);
        sketch.add("a", 4, HOUR);
        sketch.add("nothing", 0, HOUR);

        assertThat(sketch.count("a", HOUR)).isEqualTo(8);
        assertThat(sketch.size()).isEqualTo(1);
        sketch.clear(HOUR);
        assertThat(sketch.isEmpty()).isTrue();
    }
}
