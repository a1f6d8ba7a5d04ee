package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrace.cache.codec.EntryMeta.Kind;
import dev.terrace.cache.codec.UndecodableEntryException.Reason;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompressionTest {

    private static final byte[] KEY = "page:1".getBytes(UTF_8);

    @ParameterizedTest
    @EnumSource
    void anyLengthComesBack(Compression compression) {
        EntryCodec<byte[]> codec = codec(compression, 0);
        for (int length : new int[] {0, 1, 3, 4, 5, 100, 1023, 1024, 70_000, 1_000_000}) {
            byte[] value = compressible(length);
            Entry entry = encode(codec, value);

            assertThat(codec.decode(entry, KEY)).isEqualTo(value);
            assertThat(entry.payloadLength()).isLessThanOrEqualTo(length);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void startsAtTheThreshold(Compression compression) {
        EntryCodec<byte[]> codec = codec(compression, 500);

        assertThat(encode(codec, compressible(499)).compressionId()).isZero();
        assertThat(encode(codec, compressible(500)).compressionId()).isEqualTo(compression.id());
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotShrinkIsStoredAsItIs(Compression compression) {
        for (int length : new int[] {10, 5000}) {
            byte[] noise = new byte[length];
            new Random(1).nextBytes(noise);
            Entry entry = encode(codec(compression, 0), noise);

            assertThat(entry.compressionId()).isZero();
            assertThat(entry.payloadLength()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void noiseAtTheLimitIsStoredAsItIs(Compression compression) {
        byte[] noise = new byte[EntryFormat.MAX_PAYLOAD];
        new Random(1).nextBytes(noise);

        assertThat(encode(codec(compression, 0), noise).compressionId()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anEntryOfAnotherSettingIsReadable(Compression compression) {
        byte[] value = compressible(3000);
        Entry entry = encode(codec(compression, 0), value);

        for (Compression reader : Compression.values()) {
            assertThat(codec(reader, 0).decode(entry, KEY)).isEqualTo(value);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aStatedLengthThatIsNotTrueIsAMiss(Compression compression) {
        EntryCodec<byte[]> codec = codec(compression, 0);
        byte[] bytes = encode(codec, compressible(3000)).bytes();
        for (int lie : new int[] {0, 2999, 3001, 1 << 20, EntryFormat.MAX_PAYLOAD + 1, -1, Integer.MIN_VALUE}) {
            byte[] lying = bytes.clone();
            ByteBuffer.wrap(lying)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(EntryFormat.HEADER_BYTES, lie)
                    .putInt(EntryFormat.CHECKSUM_OFFSET, 0);
            ByteBuffer.wrap(lying)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(EntryFormat.CHECKSUM_OFFSET, EntryFormat.checksum(lying, KEY));

            assertThat(reason(codec, lying)).describedAs("%d", lie).isEqualTo(Reason.COMPRESSION);
        }
    }

    @Test
    void aPayloadWithoutItsLengthIsAMiss() {
        byte[] bytes = encode(codec(Compression.NONE, 0), new byte[3]).bytes();
        bytes[EntryFormat.FLAGS_OFFSET] = (byte) (Compression.GZIP.id() << EntryFormat.COMPRESSION_SHIFT);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(EntryFormat.CHECKSUM_OFFSET, EntryFormat.checksum(bytes, KEY));

        assertThat(reason(codec(Compression.GZIP, 0), bytes)).isEqualTo(Reason.COMPRESSION);
    }

    @Test
    void aNegativeThresholdIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PayloadOptions.plain().threshold(-1))
                .withMessageContaining("was -1");
    }

    @Test
    void noneIsNoCompressor() {
        assertThatIllegalArgumentException().isThrownBy(() -> Compressor.of(Compression.NONE));
    }

    private static Reason reason(EntryCodec<byte[]> codec, byte[] bytes) {
        Entry entry = Objects.requireNonNull(Entry.parse(bytes, 0, 0));
        return catchThrowableOfType(UndecodableEntryException.class, () -> codec.decode(entry, KEY))
                .reason();
    }

    private static Entry encode(EntryCodec<byte[]> codec, byte[] value) {
        return codec.encode(KEY, value, EntryCodecTest.meta(Kind.VALUE));
    }

    private static EntryCodec<byte[]> codec(Compression compression, int threshold) {
        return new EntryCodec<>(
                Codecs.bytes(),
                byte[].class,
                PayloadOptions.plain().compressed(compression).threshold(threshold));
    }

    private static byte[] compressible(int length) {
        byte[] value = new byte[length];
        for (int i = 0; i < length; i++) {
            value[i] = (byte) (i / 50);
        }
        return value;
    }
}
