package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrace.cache.codec.EntryMeta.Kind;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the golden files hold. {@link #main} writes those that do not exist yet; existing ones are never replaced,
 * because a release that cannot read them any more needs a new format version.
 */
final class GoldenEntries {

    static final byte[] KEY = "user:123".getBytes(UTF_8);

    static final User USER = new User("123", "Ada Lovelace", 36, List.of("mathematics ".repeat(20), "poetry"));

    private static final String TEXT = "The Analytical Engine weaves algebraical patterns. ".repeat(8) + "äöü€😀";

    private GoldenEntries() {}

    record User(String id, String name, int age, List<String> interests) {}

    /** One golden file and how to read it; a null value stands for an entry without one. */
    record Golden(
            String file,
            CodecProvider provider,
            Type type,
            PayloadOptions options,
            @Nullable Object value) {

        Kind kind() {
            return value != null ? Kind.VALUE : file.contains("negative") ? Kind.NEGATIVE : Kind.TOMBSTONE;
        }

        EntryCodec<Object> codec() {
            return new EntryCodec<>(provider, type, options);
        }

        Entry encode() {
            return codec().encode(KEY, value, meta(kind()));
        }

        @Override
        public String toString() {
            return file;
        }
    }

    static EntryMeta meta(Kind kind) {
        long[] labels = {EntryFormat.labelHash("team:analysts"), EntryFormat.labelHash("vip")};
        return new EntryMeta(
                1_700_000_000_000L, 1_700_000_060_000L, 1_700_000_120_000L, 0x0123456789abcdefL, labels, 7, 3, kind);
    }

    static KeyRing keys() {
        byte[] key = new byte[32];
        for (int i = 0; i < key.length; i++) {
            key[i] = (byte) i;
        }
        return KeyRing.of(42, key);
    }

    static List<Golden> all() {
        List<Golden> all = new ArrayList<>();
        for (Compression compression : Compression.values()) {
            PayloadOptions options =
                    PayloadOptions.plain().compressed(compression).threshold(0);
            String end = "-" + compression.name().toLowerCase(Locale.ROOT) + ".bin";
            all.add(new Golden("v1-smile" + end, Codecs.smile(), User.class, options, USER));
            all.add(new Golden("v1-json" + end, Codecs.json(), User.class, options, USER));
            all.add(new Golden("v1-fory" + end, Codecs.fory(User.class), User.class, options, USER));
            all.add(new Golden("v1-string" + end, Codecs.string(), String.class, options, TEXT));
            all.add(new Golden("v1-bytes" + end, Codecs.bytes(), byte[].class, options, TEXT.getBytes(UTF_8)));
        }
        PayloadOptions sealed = PayloadOptions.plain().threshold(0).encrypted(keys());
        all.add(new Golden("v1-smile-none-encrypted.bin", Codecs.smile(), User.class, sealed, USER));
        all.add(new Golden(
                "v1-smile-zstd-encrypted.bin", Codecs.smile(), User.class, sealed.compressed(Compression.ZSTD), USER));
        all.add(new Golden("v1-negative.bin", Codecs.smile(), User.class, PayloadOptions.plain(), null));
        all.add(new Golden("v1-tombstone.bin", Codecs.smile(), User.class, PayloadOptions.plain(), null));
        return all;
    }

    /** Writes the missing golden files into the folder given. */
    public static void main(String[] arguments) throws IOException {
        for (Golden golden : all()) {
            Path file = Path.of(arguments[0], golden.file());
            if (Files.notExists(file)) {
                Files.write(file, golden.encode().bytes());
            }
        }
    }
}
