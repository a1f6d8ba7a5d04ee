package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.terrace.cache.codec.EntryMeta.Kind;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What encoding leaves for the garbage collector, counted by the JVM itself. */
class EncodeAllocationTest {

    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 10_000;
    private static final byte[] KEY = "blob:1".getBytes(UTF_8);

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Keeps the results alive, so that the compiler cannot leave their allocation out. */
    private Object last = this;

    @ParameterizedTest
    @ValueSource(ints = {0, 1024, 10_000, 100_000})
    void theBytesCodecLeavesAtMost64BytesBesideTheEntryItself(int length) {
        EntryCodec<byte[]> codec = new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());
        byte[] value = new byte[length];
        EntryMeta meta = EntryCodecTest.meta(Kind.VALUE);

        long perEncode = allocatedPerRound(() -> last = codec.encode(KEY, value, meta));

        assertThat(perEncode - arrayBytes(56 + length)).isBetween(0L, 64L);
    }

    @Test
    void theStringCodecLeavesNoMore() {
        EntryCodec<String> codec = new EntryCodec<>(Codecs.string(), String.class, PayloadOptions.plain());
        String value = "x".repeat(1000) + "ä";
        EntryMeta meta = EntryCodecTest.meta(Kind.VALUE);

        long perEncode = allocatedPerRound(() -> last = codec.encode(KEY, value, meta));

        assertThat(perEncode - arrayBytes(56 + 1002)).isBetween(0L, 64L);
    }

    @Test
    void readingAHeaderLeavesNothing() {
        EntryCodec<byte[]> codec = new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());
        var entry = codec.encode(KEY, new byte[100], EntryCodecTest.meta(Kind.VALUE));
        long[] sum = new long[1];

        long perRead = allocatedPerRound(() -> sum[0] += entry.expiresAt()
                + entry.staleUntil()
                + entry.tag()
                + entry.codecId()
                + entry.payloadLength()
                + (entry.hasLabel(1) ? 1 : 0)
                + (codec.compatible(entry) ? 1 : 0));

        assertThat(perRead).isZero();
    }

    private static long arrayBytes(int length) {
        return (16L + length + 7) / 8 * 8;
    }

    private long allocatedPerRound(Runnable round) {
        repeat(round, WARM_UP);
        long before = threads.getCurrentThreadAllocatedBytes();
        repeat(round, ROUNDS);
        return (threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS;
    }

    private static void repeat(Runnable round, int times) {
        for (int i = 0; i < times; i++) {
            round.run();
        }
    }
}
