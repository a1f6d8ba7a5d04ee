package dev.terrace.cache.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What stands in the map in place of a value that lies in a side file: the head of the value, so that everything that
 * is decided by an entry's header is decided without the file, then the number of the file and the length of the value.
 */
final class SidePointer {

    private static final int BYTES = 2 * Long.BYTES;

    private SidePointer() {}

    /** Returns the first {@code headBytes} of the value and the pointer. */
    static byte[] of(byte[] value, int headBytes, long number) {
        int head = Math.min(headBytes, value.length);
        byte[] pointer = Arrays.copyOf(value, head + BYTES);
        ByteBuffer.wrap(pointer)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(head, number)
                .putLong(head + Long.BYTES, value.length);
        return pointer;
    }

    /** Returns the number of the side file that an entry points at. */
    static long number(ValueView pointer) {
        return pointer.valueLength() < BYTES ? 0 : pointer.valueLong(pointer.valueLength() - BYTES);
    }

    /** Returns the length of the value that an entry's pointer stands for. */
    static long length(ValueView pointer) {
        return pointer.valueLength() < BYTES ? 0 : pointer.valueLong(pointer.valueLength() - Long.BYTES);
    }

    /** Returns whether a value begins as the head that is kept beside its pointer. */
    static boolean fits(byte[] pointer, byte[] value) {
        int head = pointer.length - BYTES;
        return value.length == length(pointer) && Arrays.equals(pointer, 0, head, value, 0, head);
    }

    /** Returns the number of the side file that a stored pointer names. */
    static long number(byte[] pointer) {
        return ByteBuffer.wrap(pointer).order(ByteOrder.LITTLE_ENDIAN).getLong(pointer.length - BYTES);
    }

    /** Returns the length of the value that a stored pointer stands for. */
    static long length(byte[] pointer) {
        return ByteBuffer.wrap(pointer).order(ByteOrder.LITTLE_ENDIAN).getLong(pointer.length - Long.BYTES);
    }
}
