package dev.terrace.cache.redis;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Arguments of scripts. */
final class Texts {

    static final byte[] NONE = {};

    private Texts() {}

    static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    /** A tag as it stands in an entry; nothing for {@link Gate#ABSENT}. */
    static byte[] tag(long tag) {
        return tag == Gate.ABSENT
                ? NONE
                : ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(tag)
                        .array();
    }

    /** When Redis drops an entry: at the end of its stale time, by its own clock; nothing for never. */
    static byte[] expiry(Entry entry) {
        long staleUntil = entry.staleUntil();
        return staleUntil == EntryFormat.NEVER ? NONE : number(Math.max(1, staleUntil));
    }
}
