package dev.terrace.cache.tier;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The layout of a stored entry: the bytes that disk and Redis share.
 *
 * <p>All numbers are little-endian, so that a memory-mapped tier reads them with plain loads:
 *
 * <pre>
 *  byte  0        2   3   4        6        8            12           16
 *        +--------+---+---+--------+--------+------------+------------+
 *        | 'T''c' | v | f | codec  | labels | payload    | CRC32C     |
 *        | magic  |   |   | id u16 | n  u16 | length u32 | u32        |
 *        +--------+---+---+--------+--------+------------+------------+
 *   16   | schema fingerprint i64                                     |
 *   24   | created at, ms i64                                         |
 *   32   | expires at, ms i64 (Long.MAX_VALUE: never)                 |
 *   40   | stale until, ms i64 (not before "expires at")              |
 *   48   | tag i64                                                    |
 *        +------------------------------------------------------------+
 *   56   | label hash i64, n times                                    |
 *        +------------------------------------------------------------+
 *        | payload                                                    |
 *        +------------------------------------------------------------+
 *
 *  v: format version, 1
 *  f: bit 0 negative, bit 1 tombstone, bit 2 encrypted,
 *     bits 4-5 compression (0 none, 1 gzip, 2 lz4, 3 zstd), other bits 0
 * </pre>
 *
 * <p>The checksum covers the UTF-8 bytes of the full key ({@code region:key}), then the entry without the
 * checksum itself: an entry found under another key does not verify. Negative entries and tombstones have no
 * payload. The position and the epoch of an entry mean something on one node only and travel beside these
 * bytes, see {@link Entry}. {@code docs/entry-format.md} says the same at length.
 *
 * <p>All methods are pure and safe from any thread.
 */
public final class EntryFormat {

    /** The first byte of every entry. */
    public static final byte MAGIC_0 = 'T';

    /** The second byte of every entry. */
    public static final byte MAGIC_1 = 'c';

    /** The format version written, and the newest one read. */
    public static final int VERSION = 1;

    /** Offset of the two magic bytes. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the format version, u8. */
    public static final int VERSION_OFFSET = 2;

    /** Offset of the flags, u8. */
    public static final int FLAGS_OFFSET = 3;

    /** Offset of the codec id, u16. */
    public static final int CODEC_OFFSET = 4;

    /** Offset of the number of labels, u16. */
    public static final int LABEL_COUNT_OFFSET = 6;

    /** Offset of the payload's length in bytes, u32. */
    public static final int PAYLOAD_LENGTH_OFFSET = 8;

    /** Offset of the checksum, u32. */
    public static final int CHECKSUM_OFFSET = 12;

    /** Offset of the fingerprint of the value type, i64. */
    public static final int SCHEMA_OFFSET = 16;

    /** Offset of the creation time in milliseconds, i64. */
    public static final int CREATED_AT_OFFSET = 24;

    /** Offset of the expiry time in milliseconds, i64. */
    public static final int EXPIRES_AT_OFFSET = 32;

    /** Offset of the end of the time in which an expired entry may be served, in milliseconds, i64. */
    public static final int STALE_UNTIL_OFFSET = 40;

    /** Offset of the tag, i64. */
    public static final int TAG_OFFSET = 48;

    /** Length of the fixed part, and so the offset of the first label hash. */
    public static final int HEADER_BYTES = 56;

    /** Flag: the source is known to have no value for this key. */
    public static final int NEGATIVE_FLAG = 1;

    /** Flag: the key was removed; stands for the removal, never for a value. */
    public static final int TOMBSTONE_FLAG = 1 << 1;

    /** Flag: the payload is encrypted. */
    public static final int ENCRYPTED_FLAG = 1 << 2;

    /** How far the two bits of the compression are shifted within the flags. */
    public static final int COMPRESSION_SHIFT = 4;

    /** The two compression bits within the flags. */
    public static final int COMPRESSION_MASK = 3 << COMPRESSION_SHIFT;

    /** Most labels that one entry may carry. */
    public static final int MAX_LABELS = 64;

    /** Longest payload in bytes, before compression and as stored: 64 MiB. */
    public static final int MAX_PAYLOAD = 64 << 20;

    /** An expiry time that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    static final int KNOWN_FLAGS = NEGATIVE_FLAG | TOMBSTONE_FLAG | ENCRYPTED_FLAG | COMPRESSION_MASK;

    private static final long FNV_OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private EntryFormat() {}

    /**
     * Hashes a label to the 64 bits that stand for it in an entry.
     *
     * <p>FNV-1a over the UTF-8 bytes (Fowler, Noll, Vo), then the 64-bit finalizer of MurmurHash3 (Appleby), which
     * spreads what FNV leaves in the low bits. The result is part of the stored format and never changes. Two
     * labels that collide are invalidated together: that costs entries, never correctness.
     */
    public static long labelHash(String label) {
        long hash = FNV_OFFSET_BASIS;
        for (byte b : label.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    /**
     * Computes the checksum of an entry under a key; about 0.1 ns a byte and at most one small object.
     *
     * @param entry at least {@link #HEADER_BYTES} long; the checksum field itself is not read
     * @param fullKeyUtf8 the UTF-8 bytes of {@code region:key}
     * @return the CRC32C (Castagnoli) as the stored 32 bits
     */
    public static int checksum(byte[] entry, byte[] fullKeyUtf8) {
        CRC32C crc = new CRC32C();
        crc.update(fullKeyUtf8, 0, fullKeyUtf8.length);
        crc.update(entry, 0, CHECKSUM_OFFSET);
        crc.update(entry, SCHEMA_OFFSET, entry.length - SCHEMA_OFFSET);
        return (int) crc.getValue();
    }

    /**
     * Says whether these bytes begin like an entry that a newer release wrote.
     *
     * <p>Such an entry is a miss for this release; a tier that several releases share leaves it alone.
     */
    public static boolean isNewerVersion(byte[] bytes) {
        return bytes.length > VERSION_OFFSET
                && bytes[0] == MAGIC_0
                && bytes[1] == MAGIC_1
                && (bytes[VERSION_OFFSET] & 0xff) > VERSION;
    }
}
