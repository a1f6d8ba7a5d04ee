package dev.terrace.cache.codec;

import dev.terrace.cache.tier.EntryFormat;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * A growing byte buffer that is used again; codecs write into it.
 *
 * <p>Used by one thread at a time. Takes at most 64 MiB and then throws {@link PayloadTooLargeException} instead of
 * filling the heap. Closing and flushing do nothing.
 */
public final class ByteSink extends OutputStream {

    private static final int FIRST_CAPACITY = 512;

    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int size;
    private long refused;

    ByteSink() {}

    @Override
    public void write(int b) {
        reserve(1);
        buffer[size++] = (byte) b;
    }

    @Override
    public void write(byte[] source) {
        write(source, 0, source.length);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        reserve(length);
        System.arraycopy(source, offset, buffer, size, length);
        size += length;
    }

    /**
     * Appends a string as UTF-8 without any garbage.
     *
     * @throws IllegalArgumentException when the string has half a surrogate pair, which UTF-8 cannot carry
     */
    public void writeUtf8(CharSequence text) {
        int length = text.length();
        reserve(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (size == buffer.length) {
                    reserve(length - i);
                }
                buffer[size++] = (byte) c;
            } else {
                int codePoint = Character.codePointAt(text, i);
                writeCodePoint(codePoint, i);
                i += Character.charCount(codePoint) - 1;
            }
        }
    }

    private void writeCodePoint(int codePoint, int index) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw new IllegalArgumentException("text must be valid Unicode but has half a surrogate pair at index "
                    + index + "; remove it, or cache the value with another codec");
        }
        if (codePoint < 0x800) {
            write(0xc0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            write(0xe0 | (codePoint >> 12));
            write(0x80 | ((codePoint >> 6) & 0x3f));
        } else {
            write(0xf0 | (codePoint >> 18));
            write(0x80 | ((codePoint >> 12) & 0x3f));
            write(0x80 | ((codePoint >> 6) & 0x3f));
        }
        write(0x80 | (codePoint & 0x3f));
    }

    /** Returns how many bytes were written so far. */
    public int size() {
        return size;
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    /** The buffer itself; its first {@link #size} bytes are the content. */
    byte[] array() {
        return buffer;
    }

    /** The length that was once refused, or 0; tells apart what a codec wrapped in an exception of its own. */
    long refused() {
        return refused;
    }

    void reset() {
        size = 0;
        refused = 0;
    }

    /** Makes room for exactly this many bytes from the start and counts them as written: a raw target array. */
    byte[] claim(int length) {
        reset();
        reserve(length);
        size = length;
        return buffer;
    }

    /** Makes room for up to this many more bytes and returns how many the array now takes; counts none of them. */
    int room(int wanted) {
        int granted = Math.min(wanted, EntryFormat.MAX_PAYLOAD - size);
        reserve(granted);
        return granted;
    }

    /** Counts bytes that were put into {@link #array} directly. */
    void advance(int bytes) {
        size += bytes;
    }

    private void reserve(int more) {
        long needed = (long) size + more;
        if (needed <= buffer.length) {
            return;
        }
        if (needed > EntryFormat.MAX_PAYLOAD) {
            refused = needed;
            throw new PayloadTooLargeException(needed);
        }
        int doubled = Math.min(buffer.length * 2, EntryFormat.MAX_PAYLOAD);
        buffer = Arrays.copyOf(buffer, Math.max((int) needed, doubled));
    }
}
