package dev.terrace.cache.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.lang.ref.WeakReference;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Exact figures are those of {@link HeapLayout#USUAL}, whichever JVM runs the test. */
final class HeapSizeTest {
    private final HeapSize heap = new HeapSize(HeapLayout.USUAL, 100_000);

    @SuppressWarnings("UnusedVariable") // read by the walk
    private static final class Chain {
        @Nullable
        Object next;

        Chain(@Nullable Object next) {
            this.next = next;
        }
    }

    private record Pair(@Nullable Object first, @Nullable Object second) {}

    @SuppressWarnings("UnusedVariable") // only counted
    private static class Wide {
        long wide;
        int small;
    }

    @SuppressWarnings("UnusedVariable") // only counted
    private static final class Wider extends Wide {
        byte more;
    }

    @Nested
    class Layouts {
        @Test
        void fieldsOfEightBytesAreAlignedAndSmallOnesFillTheGap() {
            assertThat(heap.shallow(Object.class)).isEqualTo(16);
            assertThat(heap.shallow(Wide.class)).isEqualTo(24);
            assertThat(heap.shallow(Wider.class)).isEqualTo(32);
            assertThat(heap.shallow(Pair.class)).isEqualTo(24);
        }

        @Test
        void optionsOfTheJvmDecide() {
            HeapLayout compact = HeapLayout.of(true, true, true, 8);
            assertThat(compact.object(Object.class)).isEqualTo(8);
            assertThat(compact.object(Pair.class)).isEqualTo(16);
            HeapLayout large = HeapLayout.of(false, false, false, 8);
            assertThat(large.object(Pair.class)).isEqualTo(32);
            assertThat(large.object(2, 4)).isEqualTo(40);
            assertThat(large.references(2)).isEqualTo(40);
            assertThat(HeapLayout.of(false, true, true, 32).object(Object.class))
                    .isEqualTo(32);
        }

        @Test
        void arraysOfEveryPrimitiveAreSizedByTheirElements() {
            assertThat(heap.of(new byte[8])).isEqualTo(24);
            assertThat(heap.of(new short[8])).isEqualTo(32);
            assertThat(heap.of(new float[8])).isEqualTo(48);
            assertThat(heap.of(new double[8])).isEqualTo(80);
            assertThat(heap.of(new Object[8])).isEqualTo(48);
        }

        @Test
        void entryCostsItsKeyAndTheNodes() {
            assertThat(heap.ofEntry("12345678")).isEqualTo(24 + 24 + 40 + 32 + 8 + 12);
        }
    }

    @Nested
    class Sharing {
        @Test
        void whatTheWholeJvmSharesCountsNothing() {
            Object[] shared = {
                DayOfWeek.MONDAY,
                String.class,
                Locale.ROOT,
                ZoneId.of("UTC"),
                127,
                'x',
                true,
                "",
                List.<String>of().getClass(),
                Optional.empty(),
                Collections.emptyList(),
                Thread.currentThread()
            };
            assertThat(heap.of(shared)).isEqualTo(heap.of(new Object[shared.length]));
            assertThat(heap.of(128)).isEqualTo(16);
            assertThat(heap.of(null)).isZero();
        }

        @Test
        void objectReachedTwiceCountsOnce() {
            String text = "x".repeat(1000);
            assertThat(heap.of(new Pair(text, text))).isEqualTo(24 + 24 + 1016);
            Chain one = new Chain(null);
            assertThat(heap.of(new Pair(one, one))).isEqualTo(24 + 16);
        }

        @Test
        void cyclesEnd() {
            Chain loop = new Chain(null);
            loop.next = new Chain(loop);
            assertThat(heap.of(loop)).isEqualTo(32);
            AtomicReference<Object> self = new AtomicReference<>();
            self.set(self);
            assertThat(heap.of(self)).isEqualTo(16);
            List<Object> list = new ArrayList<>();
            list.add(list);
            assertThat(heap.of(list)).isEqualTo(24 + 56);
        }

        @Test
        void whatAReferenceRefersToIsNotRetained() {
            assertThat(heap.of(new WeakReference<>(new byte[100_000]))).isLessThan(100);
        }
    }

    @Nested
    class LargeGraphs {
        @Test
        void longChainOverflowsNothing() {
            Chain chain = new Chain(null);
            for (int i = 1; i < 50_000; i++) {
                chain = new Chain(chain);
            }
            // Keys of a crowded table may be forgotten, but a chain has each link once.
            assertThat(heap.of(chain)).isEqualTo(50_000 * 16);
        }

        @Test
        void afterTheLimitTheRestIsExtrapolated() {
            HeapSize impatient = new HeapSize(HeapLayout.USUAL, 100);
            List<byte[]> parts =
                    IntStream.range(0, 1000).mapToObj(i -> new byte[1000]).toList();
            assertThat(impatient.of(parts)).isCloseTo(heap.of(parts), withPercentage(12));
            assertThat(impatient.of(parts.toArray())).isCloseTo(heap.of(parts), withPercentage(12));
        }

        @Test
        void largeCollectionsAreSampled() {
            List<Pair> pairs = IntStream.range(0, 50_000)
                    .mapToObj(i -> new Pair("value " + i, new int[i % 50]))
                    .toList();
            long exact =
                    24 + 16 + 4 * 50_000 + pairs.stream().mapToLong(heap::of).sum();
            assertThat(heap.of(pairs)).isCloseTo(exact, withPercentage(3));
            assertThat(heap.of(pairs.toArray())).isCloseTo(exact, withPercentage(3));
        }

        @Test
        void manyStringsThatLookAlikeAreCountedAtABoundedCost() {
            List<String> alike = IntStream.range(0, 1000)
                    .mapToObj(i -> (1000 + i) + "-same-tail")
                    .toList();
            assertThat(heap.of(alike)).isEqualTo(24 + 4016 + 1000 * (24 + 32));
        }
    }

    @Nested
    class Strangers {
        /** A collection that must not be iterated: doing so might load it. */
        private static final class LazyList extends AbstractList<String> {
            @Override
            public String get(int index) {
                throw new AssertionError("iterated");
            }

            @Override
            public int size() {
                throw new AssertionError("asked");
            }
        }

        @Test
        void collectionsThatAreNotTheJdksAreWalkedByTheirFields() {
            assertThat(heap.of(new LazyList())).isLessThan(100);
        }

        @Test
        void jdkObjectsWithHiddenInsidesAreChargedASmallObjectForEachReference() {
            assertThat(heap.of(new Random(1))).isEqualTo(heap.shallow(Random.class) + 32);
        }

        @Test
        void valueThatThrowsIsChargedAndTheRestIsStillMeasured() {
            List<String> inner = new ArrayList<>(List.of("a", "b", "c"));
            List<String> broken = inner.subList(0, 2);
            inner.add("d");
            assertThat(heap.of(new Pair(broken, new byte[1000]))).isEqualTo(24 + 256 + 1016);
        }

        @Test
        void rarerCollectionsGetTheShapeOfTheirKind() {
            IdentityHashMap<Object, Object> identity = new IdentityHashMap<>();
            identity.put("key", "value");
            assertThat(heap.of(identity)).isBetween(100L, 400L);
            assertThat(heap.of(Collections.synchronizedList(new ArrayList<>(List.of("text")))))
                    .isBetween(100L, 300L);
        }
    }
}
