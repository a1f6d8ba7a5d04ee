package dev.terrace.cache.codec;

import dev.terrace.cache.tier.EntryFormat;
import java.util.Arrays;

/**
 * What an entry says beside its value.
 *
 * @param createdAt milliseconds since 1970
 * @param expiresAt milliseconds since 1970; {@link Long#MAX_VALUE} is never
 * @param staleUntil until when the expired value may be served, in milliseconds; at least {@code expiresAt}
 * @param tag unique per write
 * @param labels label hashes, at most {@link EntryFormat#MAX_LABELS}; not copied, so not to be changed
 * @param position local position to stamp the entry with
 * @param epoch local epoch to stamp the entry with
 * @param kind what the entry stands for
 */
@SuppressWarnings("ArrayRecordComponent") // equality is spelt out below; a copy per write is not worth it
public record EntryMeta(
        long createdAt,
        long expiresAt,
        long staleUntil,
        long tag,
        long[] labels,
        long position,
        long epoch,
        Kind kind) {

    /** What an entry stands for. */
    public enum Kind {
        /** A value. */
        VALUE,
        /** The source has no value. */
        NEGATIVE,
        /** A removal. */
        TOMBSTONE
    }

    /** Checks the limits. */
    public EntryMeta {
        if (staleUntil < expiresAt) {
            throw new IllegalArgumentException("staleUntil must not be before expiresAt (" + expiresAt + ") but was "
                    + staleUntil + "; pass expiresAt when stale values are not served");
        }
        if (labels.length > EntryFormat.MAX_LABELS) {
            throw new IllegalArgumentException("labels must be at most " + EntryFormat.MAX_LABELS + " but were "
                    + labels.length + "; use fewer, broader labels");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntryMeta that
                && createdAt == that.createdAt
                && expiresAt == that.expiresAt
                && staleUntil == that.staleUntil
                && tag == that.tag
                && Arrays.equals(labels, that.labels)
                && position == that.position
                && epoch == that.epoch
                && kind == that.kind;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(tag * 31 + createdAt);
    }
}
