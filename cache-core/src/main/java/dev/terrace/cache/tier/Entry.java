package dev.terrace.cache.tier;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A stored entry: the bytes that all lower tiers share, and the local stamp beside them.
 *
 * <p>The bytes follow {@link EntryFormat} and are the same on disk and in Redis, so promotion copies them and
 * never encodes again. The stamp (position and epoch) says where this node's own history stood when the entry was
 * read or written; it means nothing elsewhere and is therefore not among the bytes.
 *
 * <p>Immutable and safe from any thread, as long as nobody changes {@link #bytes()}. Every accessor reads the
 * header in place and allocates nothing. Two entries are equal only if they are the same object.
 */
public final class Entry {

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final long position;
    private final long epoch;

    private Entry(byte[] bytes, long position, long epoch) {
        this.bytes = bytes;
        this.position = position;
        this.epoch = epoch;
    }

    /**
     * Reads an entry from bytes of any origin, without copying them.
     *
     * <p>Checks only the structure, in constant time; {@link #verify} checks the content.
     *
     * @param bytes not changed afterwards by anyone
     * @param position the local position to stamp it with
     * @param epoch the local epoch to stamp it with
     * @return null when this cannot be an entry: too short, another magic or version, unknown flags, lengths that do
     *     not add up, a stale time before the expiry
     */
    public static @Nullable Entry parse(byte[] bytes, long position, long epoch) {
        if (bytes.length < EntryFormat.HEADER_BYTES) {
            return null;
        }
        Entry entry = new Entry(bytes, position, epoch);
        return entry.isWellFormed() ? entry : null;
    }

    private boolean isWellFormed() {
        return bytes[0] == EntryFormat.MAGIC_0
                && bytes[1] == EntryFormat.MAGIC_1
                && version() == EntryFormat.VERSION
                && flagsAgree()
                && lengthsAddUp()
                && staleUntil() >= expiresAt();
    }

    private boolean flagsAgree() {
        int flags = flags();
        if ((flags & ~EntryFormat.KNOWN_FLAGS) != 0) {
            return false;
        }
        boolean noValue = (flags & (EntryFormat.NEGATIVE_FLAG | EntryFormat.TOMBSTONE_FLAG)) != 0;
        return !noValue || (Integer.bitCount(flags) == 1 && payloadLength() == 0);
    }

    private boolean lengthsAddUp() {
        int labels = labelCount();
        int payload = payloadLength();
        return labels <= EntryFormat.MAX_LABELS
                && payload >= 0
                && payload <= EntryFormat.MAX_PAYLOAD
                && bytes.length == EntryFormat.HEADER_BYTES + labels * Long.BYTES + payload;
    }

    /** Returns the stored bytes themselves: shared, never to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Returns the local position noted before this entry was read or written. */
    public long position() {
        return position;
    }

    /** Returns the local epoch noted before this entry was read or written. */
    public long epoch() {
        return epoch;
    }

    /** Returns the same bytes with another local stamp. */
    public Entry stamped(long position, long epoch) {
        return new Entry(bytes, position, epoch);
    }

    /**
     * Says whether content and checksum agree, and whether the entry was written for this key; reads every byte.
     *
     * @param fullKeyUtf8 the UTF-8 bytes of {@code region:key}
     */
    public boolean verify(byte[] fullKeyUtf8) {
        return (int) INTS.get(bytes, EntryFormat.CHECKSUM_OFFSET) == EntryFormat.checksum(bytes, fullKeyUtf8);
    }

    /** Returns the format version. */
    public int version() {
        return bytes[EntryFormat.VERSION_OFFSET] & 0xff;
    }

    /** Returns the flags, as drawn in {@link EntryFormat}. */
    public int flags() {
        return bytes[EntryFormat.FLAGS_OFFSET] & 0xff;
    }

    /** Says whether this entry records that the source has no value for the key. */
    public boolean isNegative() {
        return (flags() & EntryFormat.NEGATIVE_FLAG) != 0;
    }

    /** Says whether this entry records a removal. */
    public boolean isTombstone() {
        return (flags() & EntryFormat.TOMBSTONE_FLAG) != 0;
    }

    /** Says whether the payload is encrypted. */
    public boolean isEncrypted() {
        return (flags() & EntryFormat.ENCRYPTED_FLAG) != 0;
    }

    /** Returns how the payload is compressed, 0 to 3 as drawn in {@link EntryFormat}. */
    public int compressionId() {
        return (flags() & EntryFormat.COMPRESSION_MASK) >>> EntryFormat.COMPRESSION_SHIFT;
    }

    /** Returns the id of the codec that wrote the payload, 0 to 65,535. */
    public int codecId() {
        return (short) SHORTS.get(bytes, EntryFormat.CODEC_OFFSET) & 0xffff;
    }

    /** Returns the fingerprint of the value type's shape. */
    public long schema() {
        return longAt(EntryFormat.SCHEMA_OFFSET);
    }

    /** Returns when the value was written, in milliseconds since 1970. */
    public long createdAt() {
        return longAt(EntryFormat.CREATED_AT_OFFSET);
    }

    /** Returns when the value expires, in milliseconds since 1970; {@link Long#MAX_VALUE} is never. */
    public long expiresAt() {
        return longAt(EntryFormat.EXPIRES_AT_OFFSET);
    }

    /** Returns until when the expired value may be served as stale, in milliseconds; at least {@link #expiresAt}. */
    public long staleUntil() {
        return longAt(EntryFormat.STALE_UNTIL_OFFSET);
    }

    /** Returns the tag: unique per write, compared for equality only. */
    public long tag() {
        return longAt(EntryFormat.TAG_OFFSET);
    }

    /** Returns the number of labels, 0 to {@link EntryFormat#MAX_LABELS}. */
    public int labelCount() {
        return (short) SHORTS.get(bytes, EntryFormat.LABEL_COUNT_OFFSET) & 0xffff;
    }

    /** Returns the hash of one label, counted from 0; see {@link EntryFormat#labelHash}. */
    public long label(int index) {
        if (index < 0 || index >= labelCount()) {
            throw new IndexOutOfBoundsException("label index must be 0 to " + (labelCount() - 1) + " but was " + index
                    + "; ask labelCount() first");
        }
        return longAt(EntryFormat.HEADER_BYTES + index * Long.BYTES);
    }

    /** Says whether the entry carries this label hash; compares with each of its labels. */
    public boolean hasLabel(long hash) {
        for (int i = 0, count = labelCount(); i < count; i++) {
            if (longAt(EntryFormat.HEADER_BYTES + i * Long.BYTES) == hash) {
                return true;
            }
        }
        return false;
    }

    /** Returns the length of the stored payload in bytes, after compression and encryption. */
    public int payloadLength() {
        return (int) INTS.get(bytes, EntryFormat.PAYLOAD_LENGTH_OFFSET);
    }

    /** Returns where the payload begins within {@link #bytes()}. */
    public int payloadOffset() {
        return EntryFormat.HEADER_BYTES + labelCount() * Long.BYTES;
    }

    private long longAt(int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /** Shows header and stamp; never the payload, which may be confidential. */
    @Override
    public String toString() {
        return "Entry[version=" + version()
                + (isNegative() ? ", negative" : "")
                + (isTombstone() ? ", tombstone" : "")
                + (isEncrypted() ? ", encrypted" : "")
                + ", compression=" + compressionId()
                + ", codec=" + codecId()
                + ", schema=" + Long.toHexString(schema())
                + ", createdAt=" + time(createdAt())
                + ", expiresAt=" + time(expiresAt())
                + ", staleUntil=" + time(staleUntil())
                + ", tag=" + Long.toHexString(tag())
                + ", labels=" + labelCount()
                + ", payloadBytes=" + payloadLength()
                + ", position=" + position
                + ", epoch=" + epoch + "]";
    }

    private static String time(long millis) {
        return millis == EntryFormat.NEVER
                ? "never"
                : Instant.ofEpochMilli(millis).toString();
    }
}
