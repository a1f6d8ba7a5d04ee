package dev.terrace.cache.codec;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * The part of a header that is the same for many entries of a region, and the only writer of headers.
 *
 * @param flags as drawn in {@link EntryFormat}
 * @param codecId u16
 * @param schema fingerprint of the value type
 */
record EntryHeader(int flags, int codecId, long schema) {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    EntryHeader flagged(int more) {
        return new EntryHeader(flags | more, codecId, schema);
    }

    EntryHeader compressed(Compression compression) {
        return flagged(compression.id() << EntryFormat.COMPRESSION_SHIFT);
    }

    EntryHeader encrypted() {
        return flagged(EntryFormat.ENCRYPTED_FLAG);
    }

    /** Makes the array of exactly the entry's length, with everything written but payload and checksum. */
    byte[] allocate(EntryMeta meta, int payloadLength) {
        long[] labels = meta.labels();
        byte[] bytes = new byte[EntryFormat.HEADER_BYTES + labels.length * Long.BYTES + payloadLength];
        bytes[0] = EntryFormat.MAGIC_0;
        bytes[1] = EntryFormat.MAGIC_1;
        bytes[EntryFormat.VERSION_OFFSET] = EntryFormat.VERSION;
        bytes[EntryFormat.FLAGS_OFFSET] = (byte) flags;
        SHORTS.set(bytes, EntryFormat.CODEC_OFFSET, (short) codecId);
        SHORTS.set(bytes, EntryFormat.LABEL_COUNT_OFFSET, (short) labels.length);
        INTS.set(bytes, EntryFormat.PAYLOAD_LENGTH_OFFSET, payloadLength);
        LONGS.set(bytes, EntryFormat.SCHEMA_OFFSET, schema);
        LONGS.set(bytes, EntryFormat.CREATED_AT_OFFSET, meta.createdAt());
        LONGS.set(bytes, EntryFormat.EXPIRES_AT_OFFSET, meta.expiresAt());
        LONGS.set(bytes, EntryFormat.STALE_UNTIL_OFFSET, meta.staleUntil());
        LONGS.set(bytes, EntryFormat.TAG_OFFSET, meta.tag());
        for (int i = 0; i < labels.length; i++) {
            LONGS.set(bytes, EntryFormat.HEADER_BYTES + i * Long.BYTES, labels[i]);
        }
        return bytes;
    }

    /** Writes the checksum and stamps the entry. */
    static Entry finish(byte[] bytes, byte[] fullKeyUtf8, EntryMeta meta) {
        INTS.set(bytes, EntryFormat.CHECKSUM_OFFSET, EntryFormat.checksum(bytes, fullKeyUtf8));
        return Objects.requireNonNull(Entry.parse(bytes, meta.position(), meta.epoch()), "own entry is malformed");
    }
}
