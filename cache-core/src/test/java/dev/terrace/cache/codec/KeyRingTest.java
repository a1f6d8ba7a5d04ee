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
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final byte[] KEY = "card:1".getBytes(UTF_8);
    private static final String SECRET = "4111 1111 1111 1111";

    private final KeyRing ring = KeyRing.of(1, key(1));
    private final EntryCodec<String> codec = codec(ring);

    @Test
    void theTextIsNotInTheEntry() {
        Entry entry = encode();

        assertThat(entry.isEncrypted()).isTrue();
        assertThat(new String(entry.bytes(), UTF_8)).doesNotContain(SECRET);
        assertThat(codec.decode(entry, KEY)).isEqualTo(SECRET);
    }

    @Test
    void theSameValueIsNeverTheSameText() {
        assertThat(encode().bytes()).isNotEqualTo(encode().bytes());
    }

    @Nested
    class Rotation {

        @Test
        void keepsOldEntriesReadableAndWritesWithTheNewKey() {
            Entry old = encode();
            ring.rotate(2, key(2));
            Entry fresh = encode();

            assertThat(ring.currentId()).isEqualTo(2);
            assertThat(keyId(old)).isEqualTo(1);
            assertThat(keyId(fresh)).isEqualTo(2);
            assertThat(codec.decode(old, KEY)).isEqualTo(SECRET);
            assertThat(codec.decode(fresh, KEY)).isEqualTo(SECRET);
        }

        @Test
        void aRemovedKeyReadsNothingAnyMore() {
            Entry old = encode();
            ring.rotate(2, key(2)).remove(1);

            assertThat(reason(codec, old)).isEqualTo(Reason.DECRYPTION);
        }

        @Test
        void anOlderKeyOnlyReads() {
            Entry old = encode();
            EntryCodec<String> next = codec(KeyRing.of(2, key(2)).addOlder(1, key(1)));

            assertThat(next.decode(old, KEY)).isEqualTo(SECRET);
            assertThat(keyId(next.encode(KEY, SECRET, EntryCodecTest.meta(Kind.VALUE))))
                    .isEqualTo(2);
        }

        @Test
        void theSameKeyMayBeGivenTwiceButNotAnotherUnderItsId() {
            assertThat(ring.addOlder(1, key(1)).currentId()).isEqualTo(1);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ring.rotate(1, key(9)))
                    .withMessageContaining("1 is another key");
        }

        @Test
        void theCurrentKeyCannotBeRemoved() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ring.remove(1))
                    .withMessageContaining("was 1");
        }
    }

    @Test
    void aKeyOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KeyRing.of(7, new byte[16]))
                .withMessageContaining("key 7 must be 32 bytes long but was 16");
    }

    @Test
    void noKeyIsEverShown() {
        byte[] key = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".getBytes(UTF_8);
        KeyRing shown = KeyRing.of(-1, key).addOlder(3, key(3));

        assertThat(shown).hasToString("KeyRing[current=4294967295, ids=[4294967295, 3]]");
        assertThat(shown.writing()).hasToString("Writing[id=-1]");
        assertThat(PayloadOptions.plain().encrypted(shown).toString())
                .doesNotContain("ABCDEF")
                .doesNotContain(Arrays.toString(key))
                .doesNotContain("65, 66, 67");
    }

    @Nested
    class TamperingBehindAValidChecksum {

        @Test
        void withAnyByteButLengthsIsNoticed() {
            byte[] bytes = encode().bytes();
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                Entry entry = mended(changed, KEY);
                boolean onlyTheChecksum = i / 4 == EntryFormat.CHECKSUM_OFFSET / 4;
                if (!onlyTheChecksum
                        && entry != null
                        && entry.codecId() == StringCodec.ID
                        && entry.schema() == encode().schema()) {
                    assertThat(reason(codec, entry)).describedAs("byte %d", i).isEqualTo(Reason.DECRYPTION);
                }
            }
        }

        @Test
        void byMovingTheEntryToAnotherKeyIsNoticed() {
            byte[] other = "card:2".getBytes(UTF_8);
            Entry moved = Objects.requireNonNull(mended(encode().bytes().clone(), other));

            assertThat(catchThrowableOfType(UndecodableEntryException.class, () -> codec.decode(moved, other))
                            .reason())
                    .isEqualTo(Reason.DECRYPTION);
        }

        @Test
        void byAPayloadShorterThanNonceAndTagIsNoticed() {
            byte[] bytes = Arrays.copyOf(encode().bytes(), EntryFormat.HEADER_BYTES + 31);
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(EntryFormat.PAYLOAD_LENGTH_OFFSET, 31);

            assertThat(reason(codec, Objects.requireNonNull(mended(bytes, KEY))))
                    .isEqualTo(Reason.DECRYPTION);
        }
    }

    @Test
    void anUnencryptedEntryIsNotBelievedWhereEncryptionIsOn() {
        EntryCodec<String> open = new EntryCodec<>(Codecs.string(), String.class, PayloadOptions.plain());
        Entry clear = open.encode(KEY, SECRET, EntryCodecTest.meta(Kind.VALUE));

        assertThat(reason(codec, clear)).isEqualTo(Reason.DECRYPTION);
        assertThat(reason(open, encode())).isEqualTo(Reason.DECRYPTION);
    }

    private Entry encode() {
        return codec.encode(KEY, SECRET, EntryCodecTest.meta(Kind.VALUE));
    }

    private static EntryCodec<String> codec(KeyRing ring) {
        return new EntryCodec<>(
                Codecs.string(), String.class, PayloadOptions.plain().encrypted(ring));
    }

    private static byte[] key(int fill) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    private static int keyId(Entry entry) {
        return ByteBuffer.wrap(entry.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(entry.payloadOffset());
    }

    private static @Nullable Entry mended(byte[] bytes, byte[] key) {
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(EntryFormat.CHECKSUM_OFFSET, EntryFormat.checksum(bytes, key));
        return Entry.parse(bytes, 0, 0);
    }

    private static Reason reason(EntryCodec<String> codec, Entry entry) {
        return catchThrowableOfType(UndecodableEntryException.class, () -> codec.decode(entry, KEY))
                .reason();
    }
}
