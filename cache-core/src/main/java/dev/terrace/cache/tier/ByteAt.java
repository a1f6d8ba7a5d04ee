package dev.terrace.cache.tier;

/**
 * Bytes that are read one at a time where they lie, such as a key in a mapped file.
 *
 * <p>The view is only used during the call it is passed to; it needs to be no more thread-safe than that.
 */
public interface ByteAt {
    /** Returns the number of bytes. */
    int length();

    /** Returns the byte at {@code index}, which is at least 0 and less than {@link #length}. */
    byte at(int index);
}
