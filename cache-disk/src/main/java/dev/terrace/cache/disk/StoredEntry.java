package dev.terrace.cache.disk;

/**
 * A copy of an entry whose checksum was right.
 *
 * @param value the value, owned by the caller
 * @param expiresAt milliseconds since 1970, {@link Envelope#NEVER} when there is none
 * @param stamp the epoch in which the entry was last known to be right
 */
@SuppressWarnings("ArrayRecordComponent")
record StoredEntry(byte[] value, long expiresAt, long stamp) {}
