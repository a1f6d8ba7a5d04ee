package dev.terrace.cache.redis;

import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.TierKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of an entry: header and labels, without the payload.
 *
 * @param key its name
 * @param head at least the header and all labels
 */
record EntryHeader(TierKey key, ByteBuffer head) implements Scan.Scanned {

    /** The last byte that can belong to header and labels. */
    static final int LAST = EntryFormat.HEADER_BYTES + EntryFormat.MAX_LABELS * Long.BYTES - 1;

    /** Reads the start of what is stored; null if it is no entry of this version. */
    static @Nullable EntryHeader parse(TierKey key, byte[] start) {
        if (start.length < EntryFormat.HEADER_BYTES
                || start[0] != EntryFormat.MAGIC_0
                || start[1] != EntryFormat.MAGIC_1
                || start[EntryFormat.VERSION_OFFSET] != EntryFormat.VERSION) {
            return null;
        }
        EntryHeader header = new EntryHeader(key, ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN));
        boolean hasLabels = start.length >= EntryFormat.HEADER_BYTES + header.labels() * Long.BYTES;
        return hasLabels && header.labels() <= EntryFormat.MAX_LABELS ? header : null;
    }

    /** Reads the tag from the first {@link EntryFormat#HEADER_BYTES} bytes; null if there is no entry, or a tombstone. */
    static @Nullable Long tagOf(byte[] start) {
        boolean isEntry = start.length >= EntryFormat.HEADER_BYTES
                && start[0] == EntryFormat.MAGIC_0
                && start[1] == EntryFormat.MAGIC_1
                && start[EntryFormat.VERSION_OFFSET] == EntryFormat.VERSION
                && (start[EntryFormat.FLAGS_OFFSET] & EntryFormat.TOMBSTONE_FLAG) == 0;
        return isEntry ? ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getLong(EntryFormat.TAG_OFFSET) : null;
    }

    private int labels() {
        return head.getShort(EntryFormat.LABEL_COUNT_OFFSET) & 0xffff;
    }

    @Override
    public long tag() {
        return head.getLong(EntryFormat.TAG_OFFSET);
    }

    @Override
    public long expiresAt() {
        return head.getLong(EntryFormat.EXPIRES_AT_OFFSET);
    }

    @Override
    public long staleUntil() {
        return head.getLong(EntryFormat.STALE_UNTIL_OFFSET);
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public int bytes() {
        return key.utf8().length
                + EntryFormat.HEADER_BYTES
                + labels() * Long.BYTES
                + head.getInt(EntryFormat.PAYLOAD_LENGTH_OFFSET);
    }

    @Override
    public boolean hasLabel(long hash) {
        for (int i = 0; i < labels(); i++) {
            if (head.getLong(EntryFormat.HEADER_BYTES + i * Long.BYTES) == hash) {
                return true;
            }
        }
        return false;
    }

    boolean isTombstone() {
        return (head.get(EntryFormat.FLAGS_OFFSET) & EntryFormat.TOMBSTONE_FLAG) != 0;
    }
}
