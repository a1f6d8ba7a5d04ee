package dev.terrace.cache.disk;

/**
 * An entry on its way into the map file, or a copy of one whose checksum was right.
 *
 * @param value the value, not copied; with {@code aside} the head of the value and a pointer to its side file
 * @param expiresAt milliseconds since 1970; anything from {@link Envelope#NEVER} on means never, below 0 means 0
 * @param position the local position of the write
 * @param stamp the epoch in which the entry was last known to be right
 * @param aside whether the value lies in a side file
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredEntry(byte[] value, long expiresAt, long position, long stamp, boolean aside) {

    StoredEntry {
        expiresAt = Math.max(0, Math.min(Envelope.NEVER, expiresAt));
    }

    StoredEntry(byte[] value, long expiresAt, long stamp) {
        this(value, expiresAt, 0, stamp, false);
    }
}
