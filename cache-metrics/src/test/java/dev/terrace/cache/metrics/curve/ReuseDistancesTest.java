package dev.terrace.cache.metrics.curve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.testkit.Seeds;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseDistancesTest {

    private static final double[] SHARES = {0.01, 0.05, 0.10, 0.25, 0.50};

    private final Random random = Seeds.draw("reuse distances").random(0);

    /** Skewed, slowly drifting: what people ask for. */
    private int[] zipfTrace(int keys, int reads) {
        double[] upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += 1 / Math.pow(i + 1.0, 0.9);
            upTo[i] = sum;
        }
        int[] trace = new int[reads];
        for (int i = 0; i < reads; i++) {
            int found = java.util.Arrays.binarySearch(upTo, random.nextDouble() * sum);
            trace[i] = (found < 0 ? -found - 1 : found) + i / 40;
        }
        return trace;
    }

    /** Loops of several lengths, with scans that read each key once. */
    private int[] loopTrace(int reads) {
        int[] trace = new int[reads];
        int fresh = 1_000_000;
        for (int i = 0; i < reads; i++) {
            trace[i] = switch (i % 5) {
                case 0 -> fresh++;
                case 1, 2 -> 10_000 + i / 5 % 700;
                case 3 -> 20_000 + i / 5 % 3_000;
                default -> random.nextInt(400);
            };
        }
        return trace;
    }

    private static double trueHitRatio(int[] trace, int entries) {
        Map<Integer, Boolean> lru = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > entries;
            }
        };
        long hits = 0;
        for (int key : trace) {
            if (lru.get(key) != null) {
                hits++;
            } else {
                lru.put(key, true);
            }
        }
        return (double) hits / trace.length;
    }

    private static HitCurve curve(int[] trace, int maximumKeys) {
        ReuseDistances distances = new ReuseDistances(maximumKeys);
        for (int key : trace) {
            distances.read(("key:" + key).hashCode());
        }
        distances.expect(trace.length);
        return distances.curve();
    }

    @ParameterizedTest
    @ValueSource(strings = {"zipf", "loops"})
    void theEstimateIsWithinThreePointsOfAReplay(String kind) {
        int[] trace = kind.equals("zipf") ? zipfTrace(50_000, 400_000) : loopTrace(300_000);
        HitCurve curve = curve(trace, 8_192);
        double keys = java.util.Arrays.stream(trace).distinct().count();
        assertThat(curve.keys() / keys).isBetween(0.8, 1.2);
        for (double share : SHARES) {
            int entries = (int) (keys * share);
            assertThat(curve.hitRatio(entries))
                    .as("%s at %d entries", kind, entries)
                    .isCloseTo(trueHitRatio(trace, entries), within(0.03));
        }
    }

    @Test
    void withEveryKeyInTheSampleTheEstimateIsExact() {
        int[] trace = zipfTrace(1_000, 30_000);
        HitCurve curve = curve(trace, 100_000);
        for (int entries : new int[] {2, 4, 16, 64, 256, 1_024}) {
            assertThat(curve.hitRatio(entries)).isCloseTo(trueHitRatio(trace, entries), within(1e-9));
        }
    }

    @Test
    void aLoopHitsOnlyWhenAllOfItFits() {
        int[] trace = new int[50_000];
        java.util.Arrays.setAll(trace, i -> i % 1_000);
        HitCurve curve = curve(trace, 10_000);
        assertThat(curve.hitRatio(900)).isLessThan(0.01);
        assertThat(curve.hitRatio(1_100)).isGreaterThan(0.97);
    }

    @Test
    void nothingReadIsNoHit() {
        assertThat(new ReuseDistances(16).curve().hitRatio(100)).isZero();
        assertThat(HitCurve.NONE.reads()).isZero();
    }

    @Test
    void theSampleKeepsItsBound() {
        ReuseDistances distances = new ReuseDistances(100);
        for (int i = 0; i < 100_000; i++) {
            distances.read(("k" + i).hashCode());
            assertThat(distances.sampledKeys()).isLessThanOrEqualTo(100);
        }
        assertThat(distances.threshold()).isLessThan(ReuseDistances.ALL / 100);
        int before = distances.threshold();
        distances.halve();
        assertThat(distances.threshold()).isEqualTo(before / 2);
    }

    @Test
    void whatIsOldCountsLess() {
        ReuseDistances distances = new ReuseDistances(1_000);
        for (int i = 0; i < 1_000; i++) {
            distances.read(7);
        }
        distances.age(0.1);
        for (int i = 0; i < 100; i++) {
            distances.read(100 + i);
        }
        assertThat(distances.curve().hitRatio(500)).isCloseTo(0.5, within(0.01));
    }

    @Test
    void misuseIsNamed() {
        assertThatThrownBy(() -> new ReuseDistances(3))
                .hasMessageContaining("maximumKeys must be at least 16 but was 3");
    }
}
