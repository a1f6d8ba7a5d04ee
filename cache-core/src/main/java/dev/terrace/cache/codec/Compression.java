package dev.terrace.cache.codec;

/** How payloads above a region's threshold are compressed. */
public enum Compression {
    /** Not at all. */
    NONE(0),
    /** The JDK's own gzip: needs no library. */
    GZIP(1),
    /** LZ4: the fastest, compresses least; needs {@code at.yawk.lz4:lz4-java}. */
    LZ4(2),
    /** Zstandard at its default level; needs {@code com.github.luben:zstd-jni}. */
    ZSTD(3);

    private final int id;

    Compression(int id) {
        this.id = id;
    }

    /** The two bits in the entry's flags. */
    int id() {
        return id;
    }

    /** Finds the constant for the two bits, 0 to 3. */
    static Compression of(int id) {
        return switch (id) {
            case 0 -> NONE;
            case 1 -> GZIP;
            case 2 -> LZ4;
            default -> ZSTD;
        };
    }
}
