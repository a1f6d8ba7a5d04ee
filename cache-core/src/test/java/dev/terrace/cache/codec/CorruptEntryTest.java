package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.terrace.cache.codec.GoldenEntries.Golden;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to stored bytes: a miss that says why, never another exception and never another value. */
class CorruptEntryTest {

    static List<Golden> golden() {
        return GoldenEntries.all();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void everySingleFlippedBitIsNoticed(Golden golden) {
        byte[] bytes = golden.encode().bytes();
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Entry entry = Entry.parse(flipped, 0, 0);
            if (entry != null && entry.verify(GoldenEntries.KEY)) {
                fail("flipped bit " + bit + " was not noticed");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void everyTruncationAndExtensionIsNoticed(Golden golden) {
        byte[] bytes = golden.encode().bytes();
        for (int length = 0; length < bytes.length + 20; length++) {
            if (length != bytes.length && Entry.parse(Arrays.copyOf(bytes, length), 0, 0) != null) {
                fail("length " + length + " was not noticed");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void anotherKeyDoesNotVerify(Golden golden) {
        assertThat(golden.encode().verify("user:124".getBytes(UTF_8))).isFalse();
    }

    @Test
    void randomBytesAreNoEntry() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            if (garbage.length > 3 && random.nextBoolean()) {
                garbage[0] = EntryFormat.MAGIC_0;
                garbage[1] = EntryFormat.MAGIC_1;
                garbage[2] = EntryFormat.VERSION;
            }
            Entry entry = Entry.parse(garbage, 0, 0);
            if (entry != null && entry.verify(GoldenEntries.KEY)) {
                fail("random bytes verified, seed " + seed);
            }
        }
    }

    /** The checksum is mended after the damage, so that decryption, decompression and codec see the garbage. */
    @ParameterizedTest
    @MethodSource("golden")
    void garbageBehindAValidChecksumOnlyThrowsTheNamedException(Golden golden) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Entry whole = golden.encode();
        EntryCodec<Object> codec = golden.codec();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = whole.bytes().clone();
            damage(bytes, whole.payloadOffset(), random);
            mend(bytes);
            Entry entry = Entry.parse(bytes, 0, 0);
            if (entry != null) {
                decodeOrNamedException(codec, entry, seed);
            }
        }
    }

    private static void damage(byte[] bytes, int payloadOffset, Random random) {
        int payload = bytes.length - payloadOffset;
        if (payload == 0 || random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        } else if (random.nextBoolean()) {
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                bytes[payloadOffset + random.nextInt(payload)] = (byte) random.nextInt();
            }
        } else {
            byte[] garbage = new byte[payload];
            random.nextBytes(garbage);
            System.arraycopy(garbage, 0, bytes, payloadOffset, payload);
        }
    }

    private static void mend(byte[] bytes) {
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(EntryFormat.CHECKSUM_OFFSET, EntryFormat.checksum(bytes, GoldenEntries.KEY));
    }

    @SuppressWarnings("CatchFail")
    private static void decodeOrNamedException(EntryCodec<Object> codec, Entry entry, long seed) {
        try {
            assertThat(codec.decode(entry, GoldenEntries.KEY)).isNotNull();
        } catch (UndecodableEntryException expected) {
            assertThat(expected.reason()).isNotNull();
        } catch (Throwable other) {
            fail("seed " + seed + " led to " + other, other);
        }
    }
}
