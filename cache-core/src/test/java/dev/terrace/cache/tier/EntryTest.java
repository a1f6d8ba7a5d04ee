package dev.terrace.cache.tier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTest {

    private static final byte[] KEY = "news:1".getBytes(UTF_8);

    @Test
    void readsWhatTheBytesSay() {
        Entry entry = Objects.requireNonNull(entry(b -> {}));

        assertThat(entry.version()).isEqualTo(1);
        assertThat(entry.codecId()).isEqualTo(0xfffe);
        assertThat(entry.labelCount()).isEqualTo(2);
        assertThat(entry.label(0)).isEqualTo(11);
        assertThat(entry.label(1)).isEqualTo(-12);
        assertThat(entry.hasLabel(-12)).isTrue();
        assertThat(entry.hasLabel(13)).isFalse();
        assertThat(entry.payloadLength()).isEqualTo(3);
        assertThat(entry.payloadOffset()).isEqualTo(72);
        assertThat(entry.schema()).isEqualTo(-1);
        assertThat(entry.createdAt()).isEqualTo(1000);
        assertThat(entry.expiresAt()).isEqualTo(2000);
        assertThat(entry.staleUntil()).isEqualTo(3000);
        assertThat(entry.tag()).isEqualTo(99);
        assertThat(entry.position()).isEqualTo(7);
        assertThat(entry.epoch()).isEqualTo(8);
    }

    @Test
    void aStampChangesNoByte() {
        Entry entry = Objects.requireNonNull(entry(b -> {}));
        Entry stamped = entry.stamped(70, 80);

        assertThat(stamped.position()).isEqualTo(70);
        assertThat(stamped.epoch()).isEqualTo(80);
        assertThat(stamped.bytes()).isSameAs(entry.bytes());
    }

    @Test
    void verifiesUnderItsOwnKeyOnly() {
        byte[] bytes = bytes();
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, EntryFormat.checksum(bytes, KEY));
        Entry entry = Objects.requireNonNull(Entry.parse(bytes, 0, 0));

        assertThat(entry.verify(KEY)).isTrue();
        assertThat(entry.verify("news:2".getBytes(UTF_8))).isFalse();
    }

    @Test
    void aLabelOutOfRangeIsRefused() {
        Entry entry = Objects.requireNonNull(entry(b -> {}));

        for (int index : new int[] {-1, 2}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> entry.label(index))
                    .withMessageContaining("0 to 1 but was " + index);
        }
    }

    @Test
    void isShownWithoutItsPayload() {
        assertThat(Objects.requireNonNull(entry(b -> b.putLong(40, Long.MAX_VALUE)))
                        .toString())
                .contains("codec=65534", "createdAt=1970-01-01T00:00:01Z", "staleUntil=never", "payloadBytes=3")
                .doesNotContain("XYZ", "88", "negative", "tombstone", "encrypted");
        assertThat(Objects.requireNonNull(valueless(EntryFormat.NEGATIVE_FLAG)).toString())
                .contains("negative");
        assertThat(Objects.requireNonNull(valueless(EntryFormat.TOMBSTONE_FLAG)).toString())
                .contains("tombstone");
        assertThat(Objects.requireNonNull(entry(b -> b.put(3, (byte) 0x34))).toString())
                .contains("encrypted", "compression=3");
    }

    @Nested
    class IsNoEntry {

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 3, 55})
        void whenTooShort(int length) {
            assertThat(Entry.parse(new byte[length], 0, 0)).isNull();
        }

        @Test
        void withAnotherMagicOrVersion() {
            assertThat(entry(b -> b.put(0, (byte) 't'))).isNull();
            assertThat(entry(b -> b.put(1, (byte) 'C'))).isNull();
            assertThat(entry(b -> b.put(2, (byte) 0))).isNull();
            assertThat(entry(b -> b.put(2, (byte) 2))).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {0x08, 0x40, 0x80})
        void withAFlagThatDoesNotExist(int flag) {
            assertThat(entry(b -> b.put(3, (byte) flag))).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {0x01, 0x02})
        void whenItHasAPayloadBesideNoValue(int flag) {
            assertThat(entry(b -> b.put(3, (byte) flag))).isNull();
        }

        @ParameterizedTest
        @ValueSource(ints = {0x03, 0x05, 0x06, 0x11, 0x22})
        void whenFlagsContradictEachOther(int flags) {
            assertThat(valueless(flags)).isNull();
        }

        @Test
        void whenLengthsDoNotAddUp() {
            assertThat(entry(b -> b.putShort(6, (short) 1))).isNull();
            assertThat(entry(b -> b.putShort(6, (short) -1))).isNull();
            assertThat(entry(b -> b.putInt(8, 2))).isNull();
            assertThat(entry(b -> b.putInt(8, -1))).isNull();
            assertThat(entry(b -> b.putInt(8, Integer.MAX_VALUE))).isNull();
        }

        @Test
        void withTooManyLabelsOrTooLongAPayload() {
            byte[] labels = new byte[EntryFormat.HEADER_BYTES + 65 * 8];
            System.arraycopy(bytes(), 0, labels, 0, EntryFormat.HEADER_BYTES);
            ByteBuffer.wrap(labels)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(6, (short) 65)
                    .putInt(8, 0);
            byte[] payload = new byte[EntryFormat.HEADER_BYTES + EntryFormat.MAX_PAYLOAD + 1];
            System.arraycopy(bytes(), 0, payload, 0, EntryFormat.HEADER_BYTES);
            ByteBuffer.wrap(payload)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort(6, (short) 0)
                    .putInt(8, EntryFormat.MAX_PAYLOAD + 1);

            assertThat(Entry.parse(labels, 0, 0)).isNull();
            assertThat(Entry.parse(payload, 0, 0)).isNull();
        }

        @Test
        void whenItIsStaleBeforeItExpires() {
            assertThat(entry(b -> b.putLong(40, 1999))).isNull();
            assertThat(entry(b -> b.putLong(40, 2000))).isNotNull();
        }
    }

    private static @Nullable Entry entry(Consumer<ByteBuffer> change) {
        byte[] bytes = bytes();
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        return Entry.parse(bytes, 7, 8);
    }

    private static @Nullable Entry valueless(int flags) {
        byte[] bytes = new byte[EntryFormat.HEADER_BYTES];
        System.arraycopy(bytes(), 0, bytes, 0, bytes.length);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(3, (byte) flags)
                .putShort(6, (short) 0)
                .putInt(8, 0);
        return Entry.parse(bytes, 7, 8);
    }

    /** Written by hand and by number, so that a constant that moves is noticed. */
    private static byte[] bytes() {
        return ByteBuffer.allocate(75)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 'T')
                .put((byte) 'c')
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) 0xfffe)
                .putShort((short) 2)
                .putInt(3)
                .putInt(0)
                .putLong(-1)
                .putLong(1000)
                .putLong(2000)
                .putLong(3000)
                .putLong(99)
                .putLong(11)
                .putLong(-12)
                .put("XYZ".getBytes(UTF_8))
                .array();
    }
}
