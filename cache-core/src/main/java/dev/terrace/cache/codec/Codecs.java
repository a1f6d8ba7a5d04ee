package dev.terrace.cache.codec;

/**
 * The built-in codecs.
 *
 * <p>None of them ever creates a class that the stored bytes name: the types come from the region, from annotations on
 * them, or from an explicit registration.
 */
public final class Codecs {

    private Codecs() {}

    /** Returns the default: Jackson's binary JSON; compact, and reads what JSON can carry. */
    public static CodecProvider smile() {
        return JacksonCodec.smile();
    }

    /** Returns Jackson JSON as UTF-8: readable by people and other programs, larger and slower than Smile. */
    public static CodecProvider json() {
        return JacksonCodec.json();
    }

    /** Returns the codec for {@code String} values: plain UTF-8. */
    public static CodecProvider string() {
        return new StringCodec();
    }

    /** Returns the codec for {@code byte[]} values: stored as they are, copied on the way in and out. */
    public static CodecProvider bytes() {
        return new BytesCodec();
    }

    /**
     * Returns Apache Fory, three to four times faster than JSON; needs {@code org.apache.fory:fory-core}.
     *
     * @param registered every application class that occurs in the values, the value type included, always in the same
     *     order: add new ones at the end. Another list is another schema, so older entries become misses
     * @throws IllegalStateException when the library is not on the class path
     */
    public static CodecProvider fory(Class<?>... registered) {
        try {
            return new ForyCodec(registered);
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "codec \"fory\" needs the library org.apache.fory:fory-core, which is not on the class path; add it"
                            + " or choose Codecs.smile()",
                    e);
        }
    }
}
