package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.terrace.cache.codec.EntryMeta.Kind;
import dev.terrace.cache.codec.UndecodableEntryException.Reason;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EntryCodecTest {

    private static final byte[] KEY = "user:1".getBytes(UTF_8);

    record User(String name, int age) {}

    record OtherUser(String name, long age) {}

    private final EntryCodec<User> users = new EntryCodec<>(Codecs.smile(), User.class, PayloadOptions.plain());

    static EntryMeta meta(Kind kind) {
        return new EntryMeta(1, 2, 3, 4, new long[0], 5, 6, kind);
    }

    @Test
    void theValueComesBackAndTheStampWithIt() {
        Entry entry = users.encode(KEY, new User("Ada", 36), meta(Kind.VALUE));

        assertThat(users.decode(entry, KEY)).isEqualTo(new User("Ada", 36));
        assertThat(entry.position()).isEqualTo(5);
        assertThat(entry.epoch()).isEqualTo(6);
    }

    @Test
    void negativeEntriesAndTombstonesHaveNoPayload() {
        for (Kind kind : List.of(Kind.NEGATIVE, Kind.TOMBSTONE)) {
            Entry entry = users.encode(KEY, null, meta(kind));

            assertThat(entry.payloadLength()).isZero();
            assertThat(entry.isNegative()).isEqualTo(kind == Kind.NEGATIVE);
            assertThat(entry.isTombstone()).isEqualTo(kind == Kind.TOMBSTONE);
            assertThat(users.compatible(entry)).isTrue();
            assertThat(reason(users, entry)).isEqualTo(Reason.PAYLOAD);
        }
    }

    @Test
    void valueAndKindMustAgree() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.encode(KEY, null, meta(Kind.VALUE)))
                .withMessageContaining("null for VALUE");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.encode(KEY, new User("Ada", 36), meta(Kind.NEGATIVE)))
                .withMessageContaining("present for NEGATIVE");
    }

    @Test
    void aCodecIdOutOfRangeIsRefused() {
        for (int id : new int[] {0, -1, 65_536}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntryCodec<>(provider(id, in -> "x"), String.class, PayloadOptions.plain()))
                    .withMessageContaining("has " + id);
        }
    }

    @Test
    void everyHeaderFieldComesBackAtItsExtremes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        EntryCodec<byte[]> codec = new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());
        for (int i = 0; i < 5_000; i++) {
            long expires = extreme(random);
            long stale = Math.max(expires, extreme(random));
            long[] labels =
                    random.longs(random.nextInt(EntryFormat.MAX_LABELS + 1)).toArray();
            byte[] key = new byte[random.nextInt(300)];
            random.nextBytes(key);
            byte[] value = new byte[random.nextInt(300)];
            random.nextBytes(value);
            EntryMeta meta = new EntryMeta(
                    extreme(random),
                    expires,
                    stale,
                    extreme(random),
                    labels,
                    extreme(random),
                    extreme(random),
                    Kind.VALUE);

            Entry entry = codec.encode(key, value, meta);

            assertThat(read(entry)).describedAs("seed %d", seed).isEqualTo(meta);
            assertThat(codec.decode(entry, key)).isEqualTo(value);
            for (long label : labels) {
                assertThat(entry.hasLabel(label)).isTrue();
            }
        }
    }

    private static long extreme(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Long.MAX_VALUE;
            case 2 -> 0;
            case 3 -> -1;
            default -> random.nextLong();
        };
    }

    private static EntryMeta read(Entry entry) {
        long[] labels = new long[entry.labelCount()];
        Arrays.setAll(labels, entry::label);
        return new EntryMeta(
                entry.createdAt(),
                entry.expiresAt(),
                entry.staleUntil(),
                entry.tag(),
                labels,
                entry.position(),
                entry.epoch(),
                Kind.VALUE);
    }

    @Nested
    class AnEntryThatDoesNotFit {

        private final Entry entry = users.encode(KEY, new User("Ada", 36), meta(Kind.VALUE));

        @Test
        void isToldApartByChecksum() {
            assertThat(catchThrowableOfType(
                                    UndecodableEntryException.class,
                                    () -> users.decode(entry, "user:2".getBytes(UTF_8)))
                            .reason())
                    .isEqualTo(Reason.CHECKSUM);
        }

        @Test
        void isToldApartByCodec() {
            EntryCodec<User> json = new EntryCodec<>(Codecs.json(), User.class, PayloadOptions.plain());

            assertThat(json.compatible(entry)).isFalse();
            assertThat(reason(json, entry)).isEqualTo(Reason.CODEC);
        }

        @Test
        void isToldApartBySchema() {
            EntryCodec<OtherUser> other = new EntryCodec<>(Codecs.smile(), OtherUser.class, PayloadOptions.plain());

            assertThat(other.compatible(entry)).isFalse();
            assertThat(reason(other, entry)).isEqualTo(Reason.SCHEMA);
        }
    }

    @Nested
    class ACodecThatMisbehaves {

        private final EntryCodec<String> good = codec(in -> "fine");
        private final Entry entry = good.encode(KEY, "x", meta(Kind.VALUE));

        @Test
        void whileDecodingIsAMissWithItsCause() {
            List<Throwable> thrown = List.of(
                    new IllegalStateException("bad"), new StackOverflowError(), new NoClassDefFoundError("gone"));
            for (Throwable cause : thrown) {
                UndecodableEntryException seen = catchThrowableOfType(
                        UndecodableEntryException.class,
                        () -> codec(in -> sneaky(cause)).decode(entry, KEY));

                assertThat(seen).hasCause(cause);
                assertThat(seen.reason()).isEqualTo(Reason.PAYLOAD);
                assertThat(seen.getStackTrace()).isEmpty();
            }
        }

        @Test
        @SuppressWarnings("NullAway") // the point of the test
        void byReturningNullIsAMiss() {
            assertThat(reason(codec(in -> null), entry)).isEqualTo(Reason.PAYLOAD);
        }

        @Test
        void whileEncodingIsNamedWithTypeAndCodec() {
            assertThatExceptionOfType(UnencodableValueException.class)
                    .isThrownBy(() -> codec(in -> sneaky(new IllegalStateException("bad")))
                            .encode(KEY, "explode", meta(Kind.VALUE)))
                    .withMessageContaining("\"test\"")
                    .withMessageContaining("java.lang.String")
                    .withMessageContaining("IllegalStateException")
                    .withCauseInstanceOf(IllegalStateException.class);
        }

        private EntryCodec<String> codec(Function<byte[], String> decoder) {
            return new EntryCodec<>(provider(300, decoder), String.class, PayloadOptions.plain());
        }
    }

    @Nested
    class AValueTooLarge {

        @Test
        void isRefusedWithLengthAndLimit() {
            EntryCodec<byte[]> codec = new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());

            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> codec.encode(KEY, new byte[EntryFormat.MAX_PAYLOAD + 1], meta(Kind.VALUE)))
                    .withMessageContaining("67108864")
                    .withMessageContaining("67108865")
                    .satisfies(e -> assertThat(e.length()).isEqualTo(EntryFormat.MAX_PAYLOAD + 1))
                    .satisfies(e -> assertThat(e.limit()).isEqualTo(EntryFormat.MAX_PAYLOAD));
        }

        @Test
        void isRefusedAlsoWhenTheCodecWrapsOrSwallowsIt() {
            String half = "x".repeat(EntryFormat.MAX_PAYLOAD / 2);
            EntryCodec<List<String>> json = new EntryCodec<>(Codecs.json(), List.class, PayloadOptions.plain());
            EntryCodec<String> swallows =
                    new EntryCodec<>(provider(301, in -> "x"), String.class, PayloadOptions.plain());

            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> json.encode(KEY, List.of(half, half), meta(Kind.VALUE)));
            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> swallows.encode(KEY, "swallow", meta(Kind.VALUE)));
        }

        @Test
        void isRefusedWhenOnlyEncryptionMakesItSo() {
            EntryCodec<byte[]> codec = new EntryCodec<>(
                    Codecs.bytes(), byte[].class, PayloadOptions.plain().encrypted(GoldenEntries.keys()));

            assertThatExceptionOfType(PayloadTooLargeException.class)
                    .isThrownBy(() -> codec.encode(KEY, new byte[EntryFormat.MAX_PAYLOAD], meta(Kind.VALUE)));
        }
    }

    @Nested
    class Meta {

        @Test
        void refusesAStaleTimeBeforeTheExpiry() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntryMeta(1, 10, 9, 4, new long[0], 5, 6, Kind.VALUE))
                    .withMessageContaining("(10) but was 9");
        }

        @Test
        void refusesTooManyLabels() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new EntryMeta(1, 2, 3, 4, new long[65], 5, 6, Kind.VALUE))
                    .withMessageContaining("65");
        }

        @Test
        void isEqualByContent() {
            EntryMeta one = new EntryMeta(1, 2, 3, 4, new long[] {9}, 5, 6, Kind.VALUE);
            EntryMeta same = new EntryMeta(1, 2, 3, 4, new long[] {9}, 5, 6, Kind.VALUE);

            assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(meta(Kind.VALUE));
        }
    }

    private static Reason reason(EntryCodec<?> codec, Entry entry) {
        return catchThrowableOfType(UndecodableEntryException.class, () -> codec.decode(entry, KEY))
                .reason();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <X extends Throwable, R> R sneaky(Throwable thrown) throws X {
        throw (X) thrown;
    }

    @SuppressWarnings("unchecked")
    private static CodecProvider provider(int id, Function<byte[], String> decoder) {
        return new CodecProvider() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public int id() {
                return id;
            }

            @Override
            public <V> Codec<V> codec(Type type) {
                return (Codec<V>) new Misbehaving(decoder);
            }
        };
    }

    /** Decodes as it is told, and has two words that it encodes badly. */
    private record Misbehaving(Function<byte[], String> decoder) implements Codec<String> {

        @Override
        public void encode(String value, ByteSink out) {
            if (value.equals("explode")) {
                throw new IllegalStateException(decoder.apply(new byte[0]));
            }
            if (value.equals("swallow")) {
                try {
                    out.write(new byte[EntryFormat.MAX_PAYLOAD + 1]);
                } catch (PayloadTooLargeException e) {
                    out.write(1);
                }
            }
        }

        @Override
        public String decode(byte[] bytes, int offset, int length) {
            return decoder.apply(bytes);
        }

        @Override
        public long schemaFingerprint() {
            return 1;
        }
    }
}
