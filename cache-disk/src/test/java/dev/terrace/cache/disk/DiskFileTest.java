package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.bytes;
import static dev.terrace.cache.disk.TestDisk.forever;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskFileTest {

    private static final SizingPlan PLAN = SizingPlan.of(2 << 20);

    private final TestDisk test = new TestDisk();
    private Path file;
    private DiskFile disk;

    @BeforeEach
    void create(@TempDir Path folder) throws IOException {
        file = folder.resolve("map");
        disk = MapFiles.create(file, test.around(PLAN));
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    @Nested
    class Reading {

        @Test
        void aMissIsNull() {
            assertThat(disk.get(key("none"), view -> true)).isNull();
        }

        @Test
        void whatWasPutComesBackWithItsExpiryAndStamp() {
            disk.put(key("a"), new StoredEntry(key("value"), 1_700_000_000_123L, 42), present -> true);

            StoredEntry found = disk.get(key("a"), view -> true);

            assertThat(found.value()).isEqualTo(key("value"));
            assertThat(found.expiresAt()).isEqualTo(1_700_000_000_123L);
            assertThat(found.stamp()).isEqualTo(42);
            assertThat(found.aside()).isFalse();
        }

        @Test
        void thePredicateSeesTheEntryInPlaceAndDecides() {
            disk.put(key("abc"), new StoredEntry(bytes(1, 1, 100), 5_000, 9), present -> true);
            byte[] value = bytes(1, 1, 100);

            assertThat(disk.get(key("abc"), view -> {
                        assertThat(view.expiresAt()).isEqualTo(5_000);
                        assertThat(view.stamp()).isEqualTo(9);
                        assertThat(view.isAside()).isFalse();
                        assertThat(view.valueLength()).isEqualTo(100);
                        assertThat(view.valueByte(99)).isEqualTo(value[99]);
                        assertThat(view.valueInt(0) & 0xFF).isEqualTo(value[0] & 0xFF);
                        assertThat(view.valueLong(8) & 0xFF).isEqualTo(value[8] & 0xFF);
                        assertThat(view.copyValue(7)).isEqualTo(Arrays.copyOf(value, 7));
                        assertThatThrownBy(() -> view.valueLong(93)).isInstanceOf(IndexOutOfBoundsException.class);
                        return false;
                    }))
                    .isNull();
            assertThat(disk.counters().entries.sum()).isOne();
        }

        @Test
        void aGateSeesTheKeyAsWell() {
            disk.put(key("abc"), forever("value"), present -> true);

            disk.remove(key("abc"), view -> {
                assertThat(view.keyLength()).isEqualTo(3);
                assertThat(view.keyByte(2)).isEqualTo((byte) 'c');
                assertThat(view.copyKey()).isEqualTo(key("abc"));
                return false;
            });

            assertThat(disk.counters().entries.sum()).isOne();
        }

        @Test
        void extremeExpiriesAreClamped() {
            disk.put(key("max"), new StoredEntry(key("x"), Long.MAX_VALUE, 0), present -> true);
            disk.put(key("min"), new StoredEntry(key("x"), -5, 0), present -> true);

            assertThat(disk.get(key("max"), view -> true).expiresAt()).isEqualTo(Envelope.NEVER);
            assertThat(disk.get(key("min"), view -> true).expiresAt()).isZero();
        }

        @Test
        void anEmptyValueAndAnEmptyKeyAreFine() {
            disk.put(new byte[0], forever(new byte[0]), present -> true);

            assertThat(disk.get(new byte[0], view -> true).value()).isEmpty();
        }

        @Test
        void aFlippedBitIsAMissAndTheEntryGoes() throws IOException {
            byte[] value = "0123456789-the-only-one-like-this".getBytes(StandardCharsets.US_ASCII);
            disk.put(key("a"), forever(value), present -> true);
            flipBitIn(value);

            assertThat(disk.get(key("a"), view -> true)).isNull();
            assertThat(disk.counters().corrupt.sum()).isOne();
            assertThat(disk.counters().entries.sum()).isZero();
        }
    }

    @Nested
    class Writing {

        @Test
        void aClosedGateLeavesTheOldEntry() {
            disk.put(key("a"), forever("old"), present -> true);

            assertThat(disk.put(key("a"), forever("new"), present -> false)).isEqualTo(PutOutcome.REFUSED);
            assertThat(disk.get(key("a"), view -> true).value()).isEqualTo(key("old"));
        }

        @Test
        void theGateIsAskedWhileNobodyElseCanWriteTheKey() throws Exception {
            Thread[] other = new Thread[1];
            List<String> order = new ArrayList<>();
            disk.put(key("a"), forever("first"), present -> {
                other[0] = new Thread(() -> disk.put(key("a"), forever("second"), now -> order.add("second")));
                other[0].start();
                while (other[0].isAlive() && !isAtASegmentLock(other[0])) {
                    Thread.onSpinWait();
                }
                return order.add("first");
            });
            other[0].join();

            assertThat(order).containsExactly("first", "second");
            assertThat(disk.get(key("a"), view -> true).value()).isEqualTo(key("second"));
        }

        /** The library's locks spin, so the thread's state does not tell. */
        private boolean isAtASegmentLock(Thread thread) {
            return Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().endsWith("BigSegmentHeader"));
        }

        @Test
        void anEntryAboveAQuarterOfASegmentIsTooLargeAndTheOldOneStays() {
            disk.put(key("a"), forever("old"), present -> true);
            byte[] large = new byte[PLAN.largestInlineBytes()];

            assertThat(disk.put(key("a"), forever(large), present -> true)).isEqualTo(PutOutcome.TOO_LARGE);
            assertThat(disk.get(key("a"), view -> true)).isNotNull();
        }

        @Test
        void theLargestInlineEntryFitsIntoAFullFile() {
            fill(3000, 500);
            byte[] largest = bytes(7, 7, PLAN.largestInlineBytes() - Envelope.BYTES - 20);

            assertThat(disk.put(key("large"), forever(largest), present -> true))
                    .isEqualTo(PutOutcome.STORED);
            assertThat(disk.get(key("large"), view -> true).value()).isEqualTo(largest);
        }

        @Test
        void removesOnlyWhatThePredicateNames() {
            disk.put(key("a"), new StoredEntry(key("x"), Envelope.NEVER, 7), present -> true);

            assertThat(disk.remove(key("a"), view -> view.stamp() == 8)).isFalse();
            assertThat(disk.remove(key("a"), view -> view.stamp() == 7)).isTrue();
            assertThat(disk.remove(key("a"), view -> true)).isFalse();
            assertThat(disk.counters().entries.sum()).isZero();
            assertThat(disk.counters().usedBytes.sum()).isZero();
        }

        @Test
        void aNewStampKeepsTheValueAndItsChecksum() {
            disk.put(key("a"), new StoredEntry(key("x"), 5_000_000, 7), present -> true);

            assertThat(disk.restamp(key("a"), view -> false, 9)).isFalse();
            assertThat(disk.restamp(key("b"), view -> true, 9)).isFalse();
            assertThat(disk.restamp(key("a"), view -> true, 9)).isTrue();

            StoredEntry found = disk.get(key("a"), view -> true);
            assertThat(found.stamp()).isEqualTo(9);
            assertThat(found.value()).isEqualTo(key("x"));
        }

        @Test
        void aPointerThatLeavesTheFileIsReported() {
            byte[] value = bytes(1, 1, 1000);
            byte[] pointer = SidePointer.of(value, 64, 77);
            disk.put(key("a"), new StoredEntry(pointer, Envelope.NEVER, 0, 1, true), present -> true);

            StoredEntry found = disk.get(key("a"), ValueView::isAside);
            assertThat(SidePointer.number(found.value())).isEqualTo(77);
            assertThat(SidePointer.length(found.value())).isEqualTo(1000);
            assertThat(found.aside()).isTrue();

            disk.put(key("a"), forever("small"), present -> true);
            assertThat(test.dropped).containsExactly(77L);
        }
    }

    @Nested
    class Full {

        @Test
        void noPutEverFailsAndTheFileKeepsItsLength() throws IOException {
            fill(20_000, 900);

            assertThat(disk.counters().evictions.sum()).isPositive();
            assertThat(file).hasSize(PLAN.mapBytes());
            assertThat(Files.size(file)).isLessThan(PLAN.budgetBytes());
            assertThat(countByScan()).isEqualTo(disk.counters().entries.sum());
        }

        @Test
        void expiredEntriesGoBeforeLiveOnes() {
            for (int at = 0; at < 700; at++) {
                disk.put(key("live" + at), forever(bytes(at, 0, 1000)), present -> true);
                disk.put(key("dead" + at), new StoredEntry(bytes(at, 0, 1000), test.now + 10, 1), present -> true);
            }
            long before = disk.counters().evictions.sum();
            test.now += 11;
            for (int at = 0; at < 500; at++) {
                disk.put(key("new" + at), forever(bytes(at, 0, 1000)), present -> true);
            }

            assertThat(disk.counters().evictions.sum()).isEqualTo(before);
            assertThat(disk.counters().expired.sum()).isPositive();
        }

        @Test
        void entriesThatAreReadOutliveThoseThatAreNot() {
            for (int at = 0; at < 20_000; at++) {
                disk.put(key("stream" + at), forever(bytes(at, 0, 900)), present -> true);
                if (disk.get(key("hot"), view -> true) == null) {
                    disk.put(key("hot"), forever("hot"), present -> true);
                    assertThat(at).as("put again at").isLessThan(4000);
                }
            }
        }

        @Test
        void moreSmallEntriesThanTheIndexHoldsAreEvictedToo() {
            for (int at = 0; at < 60_000; at++) {
                assertThat(disk.put(key(Integer.toString(at)), forever(new byte[1]), present -> true))
                        .isEqualTo(PutOutcome.STORED);
            }
            assertThat(disk.counters().entries.sum())
                    .isLessThanOrEqualTo(PLAN.segments() * (long) PLAN.layout().mostEntries());
        }
    }

    @Nested
    class Scanning {

        @Test
        void removesKeepsAndStopsAsTheVisitorSays() {
            for (int at = 0; at < 100; at++) {
                disk.put(key((at % 2 == 0 ? "even:" : "odd:") + at), forever("x"), present -> true);
            }
            for (int segment = 0; segment < disk.segments(); segment++) {
                assertThat(disk.scan(
                                segment,
                                entry -> entry.keyByte(0) == 'o'
                                        ? SegmentVisitor.Verdict.REMOVE
                                        : SegmentVisitor.Verdict.KEEP))
                        .isTrue();
            }
            assertThat(countByScan())
                    .isEqualTo(50)
                    .isEqualTo(disk.counters().entries.sum());

            AtomicInteger seen = new AtomicInteger();
            assertThat(disk.scan(0, entry -> {
                        seen.incrementAndGet();
                        return SegmentVisitor.Verdict.STOP;
                    }))
                    .isFalse();
            assertThat(seen).hasValue(1);
        }
    }

    @Nested
    class Lifecycle {

        @Test
        void aReopenedFileHasItsEntriesAndGoesOnEvicting() throws IOException {
            fill(3000, 700);
            long entries = disk.counters().entries.sum();
            long bytes = disk.counters().usedBytes.sum();
            disk.close();

            disk = MapFiles.open(file, test.around(PLAN));
            assertThat(disk.counters().entries.sum()).isEqualTo(entries);
            assertThat(disk.get(key("2999"), view -> true)).isNotNull();
            for (int at = 0; at < 200; at++) {
                disk.put(key("fresh" + at), forever(bytes(at, 0, 700)), present -> true);
            }
            assertThat(disk.counters().usedBytes.sum()).isCloseTo(bytes, withPercentage(15));
            assertThat(countByScan()).isEqualTo(disk.counters().entries.sum());
        }

        @Test
        void useAfterCloseFailsAndClosingAgainDoesNot() throws IOException {
            disk.close();
            disk.close();

            assertThatThrownBy(() -> disk.get(key("a"), view -> true)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> disk.put(key("a"), forever("x"), present -> true))
                    .isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> disk.remove(key("a"), view -> true)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> disk.scan(0, view -> SegmentVisitor.Verdict.KEEP))
                    .isInstanceOf(IllegalStateException.class);
        }

        @Test
        void anInterruptedThreadOpensReadsWritesAndCloses() throws IOException {
            disk.close();
            Thread.currentThread().interrupt();
            try {
                disk = MapFiles.open(file, test.around(PLAN));
                assertThat(disk.put(key("a"), forever("x"), present -> true)).isEqualTo(PutOutcome.STORED);
                assertThat(disk.get(key("a"), view -> true)).isNotNull();
                disk.close();
                assertThat(Thread.currentThread().isInterrupted()).isTrue();
            } finally {
                Thread.interrupted();
            }
        }

        @Test
        void aFileOfAnotherPlanIsRefused() throws IOException {
            disk.close();
            assertThatThrownBy(() -> MapFiles.open(file, test.around(SizingPlan.of(3 << 20))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("where the plan has");
        }

        @Test
        void recoveryOfAGoodFileKeepsEverything() throws IOException {
            fill(500, 100);
            disk.close();
            disk = MapFiles.recover(file, test.around(PLAN), problem -> {});

            assertThat(disk.counters().entries.sum()).isEqualTo(500);
            assertThat(disk.get(key("123"), view -> true).value()).isEqualTo(bytes(123, 0, 100));
        }
    }

    private void fill(int count, int length) {
        for (int at = 0; at < count; at++) {
            PutOutcome result = disk.put(key(Integer.toString(at)), forever(bytes(at, 0, length)), present -> true);
            assertThat(result).isEqualTo(PutOutcome.STORED);
        }
    }

    private long countByScan() {
        AtomicInteger count = new AtomicInteger();
        for (int segment = 0; segment < disk.segments(); segment++) {
            disk.scan(segment, entry -> {
                count.incrementAndGet();
                return SegmentVisitor.Verdict.KEEP;
            });
        }
        return count.get();
    }

    private void flipBitIn(byte[] value) throws IOException {
        byte[] all = Files.readAllBytes(file);
        String text = new String(all, StandardCharsets.ISO_8859_1);
        int at = text.indexOf(new String(value, StandardCharsets.ISO_8859_1));
        assertThat(at).isPositive();
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at + 5);
            raw.write(all[at + 5] ^ 4);
        }
    }
}
