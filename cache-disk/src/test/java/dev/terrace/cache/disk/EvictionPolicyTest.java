package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvictionPolicyTest {

    @Nested
    class HitRatio {

        @ParameterizedTest
        @ValueSource(longs = {1, 2})
        void beatsExactLruOnSkewedKeysMixedWithKeysSeenOnce(long seed) {
            long[] accesses = zipfWithOneTimeKeys(seed, 50_000, 600_000, 0.1);
            int capacity = 50_000 * 12 / 100;

            assertThat(PolicyReplay.hitRatio(accesses, capacity))
                    .as("seed %d", seed)
                    .isGreaterThanOrEqualTo(PolicyReplay.leastRecentlyUsed(accesses, capacity));
        }

        @ParameterizedTest
        @ValueSource(ints = {5, 10, 25})
        void staysWithinTwoPointsOfUnbatchedS3Fifo(int perCent) {
            for (long[] accesses : new long[][] {zipfWithOneTimeKeys(3, 8_000, 120_000, 0), loopsAndScans(4)}) {
                int capacity = (int) (Arrays.stream(accesses).distinct().count() * perCent / 100);
                assertThat(PolicyReplay.hitRatio(accesses, capacity))
                        .isGreaterThan(PolicyReplay.s3Fifo(accesses, capacity) - 0.02);
            }
        }
    }

    @Nested
    class OneSweep {

        private final EvictionPolicy policy = new EvictionPolicy(1, 1024);
        private final SegmentPicture picture = new SegmentPicture();

        @Test
        void expiredEntriesGoFirstAndNoOthersWhenTheySuffice() {
            add(10, false);
            add(10, true);
            add(10, false);

            policy.choose(0, picture, 30, 10);

            assertThat(evicted()).containsExactly(1);
        }

        @Test
        void theOldestUnreadEntriesGo() {
            IntStream.range(0, 100).forEach(at -> add(1, false));

            policy.choose(0, picture, 100, 5);

            assertThat(evicted()).containsExactly(0, 1, 2, 3, 4);
        }

        @Test
        void anEntryThatWasReadMovesToTheMainQueueInstead() {
            IntStream.range(0, 100).forEach(at -> add(1, false));
            policy.touched(0, picture.slot(1));

            policy.choose(0, picture, 100, 3);

            assertThat(evicted()).containsExactly(0, 2, 3);
            assertThat(picture.isMoved(1)).isTrue();
            assertThat(picture.rank(1)).isNegative();
        }

        @Test
        void aKeyThatComesBackSoonEntersTheMainQueue() {
            long fingerprint = Fingerprint.of(TestDisk.key("again"));
            int rank = policy.admit(0, fingerprint);
            policy.evicted(0, policy.takeSlot(0, rank), rank, fingerprint);

            assertThat(policy.admit(0, fingerprint)).isNegative();
            assertThat(policy.admit(0, fingerprint)).isPositive();
        }

        @Test
        void everythingGoesWhenEverythingMust() {
            IntStream.range(0, 20).forEach(at -> {
                add(1, false);
                policy.touched(0, picture.slot(at));
                policy.touched(0, picture.slot(at));
            });

            policy.choose(0, picture, 20, 20);

            assertThat(evicted()).hasSize(20);
        }

        @Test
        void ranksLearnedFromAFileAreOlderThanNewOnes() {
            policy.learn(0, 500, 0);
            policy.learn(0, 90 | 1 << 31, 1);

            assertThat(policy.admit(0, 1)).isEqualTo(501);
        }

        private void add(int size, boolean expired) {
            int rank = policy.admit(0, Fingerprint.mix(picture.count()));
            int start = picture.count() == 0 ? 0 : picture.start(picture.count() - 1) + size;
            picture.add(start, size, rank, policy.takeSlot(0, rank), expired);
        }

        private int[] evicted() {
            return EvictionPolicyTest.evicted(picture);
        }
    }

    @Nested
    class Window {

        private final SegmentPicture picture = new SegmentPicture();

        @Test
        void takesTheCheapestRunOfChunks() {
            int[] costs = {9, 9, 1, 2, 9, 9};
            IntStream.range(0, 6).forEach(at -> picture.add(at * 10, 10, 0, 0, false));

            new EvictionWindow(picture, entry -> costs[entry]).choose(60, 20);

            assertThat(evicted(picture)).containsExactly(2, 3);
        }

        @Test
        void usesAHoleThatIsThere() {
            picture.add(0, 10, 0, 0, false);
            picture.add(30, 10, 0, 0, false);

            new EvictionWindow(picture, entry -> 1).choose(40, 20);

            assertThat(evicted(picture)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(longs = {5, 6, 7})
        void alwaysFreesARunAndNeverMoreThanAnyOtherRunWouldCost(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            for (int round = 0; round < 200; round++) {
                picture.clear();
                int chunks = fillAtRandom(random);
                int wanted = 1 + random.nextInt(chunks);
                new EvictionWindow(picture, entry -> 1 + entry % 5).choose(chunks, wanted);
                long cost = Arrays.stream(evicted(picture))
                        .map(entry -> 1 + entry % 5)
                        .sum();
                assertThat(cost).as("seed %d", seed).isEqualTo(cheapestByTryingAll(chunks, wanted));
            }
        }

        private int fillAtRandom(SplittableRandom random) {
            int at = 0;
            for (int entry = 0; entry < 30; entry++) {
                at += random.nextInt(4);
                int size = 1 + random.nextInt(8);
                picture.add(at, size, 0, 0, false);
                at += size;
            }
            return at + random.nextInt(4);
        }

        private long cheapestByTryingAll(int chunks, int wanted) {
            return IntStream.rangeClosed(0, chunks - wanted)
                    .mapToLong(from -> IntStream.range(0, picture.count())
                            .filter(entry -> picture.start(entry) < from + wanted
                                    && picture.start(entry) + picture.size(entry) > from)
                            .map(entry -> 1 + entry % 5)
                            .sum())
                    .min()
                    .orElseThrow();
        }
    }

    @Test
    void takesLessThanAByteOfHeapPerEntry() {
        assertThat(new EvictionPolicy(512, 1000).heapBytes()).isLessThanOrEqualTo(512_000);
    }

    @Test
    void slotsAreSharedOnlyWhenThereAreNoMore() {
        AccessBits bits = new AccessBits(2, 64);
        int[] slots = IntStream.range(0, 64).map(at -> bits.take(1, at * 77)).toArray();
        assertThat(slots).doesNotHaveDuplicates();
        assertThat(bits.take(1, -1)).isBetween(0, 63);

        bits.touch(1, slots[3]);
        bits.touch(1, slots[3]);
        bits.touch(1, slots[3]);
        assertThat(bits.heat(1, slots[3])).isEqualTo(2);
        assertThat(bits.heat(1, slots[4])).isZero();
        assertThat(bits.heat(0, slots[3])).isZero();
        bits.release(1, slots[3]);
        assertThat(bits.take(1, 5)).isEqualTo(slots[3]);
    }

    @Test
    void ghostsForgetTheOldestAndTakeEachOnlyOnce() {
        Ghosts ghosts = new Ghosts(1, 8);
        for (long print = 1; print <= 9; print++) {
            ghosts.add(0, print);
        }
        assertThat(ghosts.take(0, 1)).isFalse();
        assertThat(ghosts.take(0, 5)).isTrue();
        assertThat(ghosts.take(0, 5)).isFalse();
        for (long print : new long[] {2, 3, 4, 6, 7, 8, 9}) {
            assertThat(ghosts.take(0, print)).isTrue();
        }
    }

    private static int[] evicted(SegmentPicture picture) {
        return IntStream.range(0, picture.count()).filter(picture::isEvicted).toArray();
    }

    private static long[] zipfWithOneTimeKeys(long seed, int keys, int count, double oneTime) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] cumulated = new double[keys];
        double sum = 0;
        for (int at = 0; at < keys; at++) {
            sum += 1 / Math.pow(at + 1, 0.9);
            cumulated[at] = sum;
        }
        long[] accesses = new long[count];
        for (int at = 0; at < count; at++) {
            int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            accesses[at] = random.nextDouble() < oneTime ? keys + at : found < 0 ? -found - 1 : found;
        }
        return accesses;
    }

    /** Four interleaved programs: two loops that do not fit, a scan, and a skewed one. */
    private static long[] loopsAndScans(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] accesses = new long[60_000];
        for (int at = 0; at < accesses.length; at++) {
            accesses[at] = switch (at % 4) {
                case 0 -> at / 4 % 700;
                case 1 -> 10_000 + at / 4 % 2_500;
                case 2 -> 20_000 + at;
                default -> 100_000 + (long) (3_000 * Math.pow(random.nextDouble(), 3));
            };
        }
        return accesses;
    }
}
