package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrace.cache.codec.EntryMeta.Kind;

/** Runs inside a class loader that lacks the optional libraries. */
public final class LibraryProbe {

    private LibraryProbe() {}

    /** Round-trips a string under a compression, or makes the Fory codec. */
    public static void use(String what) {
        if (what.equals("fory")) {
            Codecs.fory(String.class);
            return;
        }
        PayloadOptions options =
                PayloadOptions.plain().compressed(Compression.valueOf(what)).threshold(0);
        EntryCodec<String> codec = new EntryCodec<>(Codecs.string(), String.class, options);
        byte[] key = "k".getBytes(UTF_8);
        EntryMeta meta = new EntryMeta(1, 2, 3, 4, new long[0], 5, 6, Kind.VALUE);
        codec.decode(codec.encode(key, "x".repeat(1000), meta), key);
    }
}
