package dev.terrace.cache.disk;

import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import org.jspecify.annotations.Nullable;

/**
 * Reads an entry's header where it lies in the map file, so that what is decided by it is decided without a copy. Nothing
 * here trusts the file: a value too short for a header has no tag, no labels, and died long ago.
 */
final class Headers {

    private Headers() {}

    static boolean isWhole(ValueView view) {
        return view.valueLength() >= EntryFormat.HEADER_BYTES;
    }

    static long expiresAt(ValueView view) {
        return isWhole(view) ? view.valueLong(EntryFormat.EXPIRES_AT_OFFSET) : Long.MIN_VALUE;
    }

    static long staleUntil(ValueView view) {
        return isWhole(view) ? view.valueLong(EntryFormat.STALE_UNTIL_OFFSET) : Long.MIN_VALUE;
    }

    static long tag(ValueView view) {
        return isWhole(view) ? view.valueLong(EntryFormat.TAG_OFFSET) : Gate.ABSENT;
    }

    /** Returns whether the entry is past its stale-until time. */
    static boolean isDead(ValueView view, long now) {
        return staleUntil(view) < now;
    }

    /** Returns what a gate is told of this entry. */
    static long presentTag(@Nullable ValueView view, long now) {
        return view == null || isDead(view, now) ? Gate.ABSENT : tag(view);
    }

    static boolean hasLabel(ValueView view, long hash) {
        int labels = isWhole(view) ? view.valueInt(EntryFormat.CODEC_OFFSET) >>> Short.SIZE : 0;
        int fit = Math.min(labels, (view.valueLength() - EntryFormat.HEADER_BYTES) / Long.BYTES);
        for (int label = 0; label < fit; label++) {
            if (view.valueLong(EntryFormat.HEADER_BYTES + label * Long.BYTES) == hash) {
                return true;
            }
        }
        return false;
    }

    /** Returns the bytes of the entry, wherever its payload lies. */
    static long entryBytes(ValueView view) {
        return view.isAside() ? SidePointer.length(view) : view.valueLength();
    }
}
