package dev.terrace.cache.disk;

/**
 * A value as it lies in the map file, read in place. Valid only during the call it is passed to; nothing is checked
 * against the entry's checksum, so a view may decide that an entry is <em>not</em> wanted, but what it reads must not
 * be believed otherwise.
 */
interface ValueView {

    /** Returns the expiry in milliseconds since 1970, {@link Envelope#NEVER} when there is none. */
    long expiresAt();

    /** Returns the local position of the write. */
    long position();

    /** Returns the epoch in which the entry was last known to be right. */
    long stamp();

    /** Returns whether the value lies in a side file, and here only its head and a pointer. */
    boolean isAside();

    /** Returns the length of the value in bytes. */
    int valueLength();

    /** Returns the byte at an offset of the value. */
    byte valueByte(int offset);

    /** Returns the little-endian four bytes at an offset of the value. */
    int valueInt(int offset);

    /** Returns the little-endian eight bytes at an offset of the value. */
    long valueLong(int offset);

    /** Returns a copy of the first bytes of the value, {@code length} of them or as many as there are. */
    byte[] copyValue(int length);
}
