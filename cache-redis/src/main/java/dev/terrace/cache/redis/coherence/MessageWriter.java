package dev.terrace.cache.redis.coherence;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that grow. For one thread. */
final class MessageWriter {

    private static final int FIRST_CAPACITY = 128;

    private ByteBuffer bytes = ByteBuffer.allocate(FIRST_CAPACITY);

    @CanIgnoreReturnValue
    MessageWriter put(byte value) {
        room(Byte.BYTES).put(value);
        return this;
    }

    @CanIgnoreReturnValue
    MessageWriter putInt(int value) {
        room(Integer.BYTES).putInt(value);
        return this;
    }

    @CanIgnoreReturnValue
    MessageWriter putLong(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    @CanIgnoreReturnValue
    MessageWriter sender(Sender sender) {
        return putLong(sender.node()).putLong(sender.boot());
    }

    @CanIgnoreReturnValue
    MessageWriter shortText(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(Short.BYTES + utf8.length).putShort((short) utf8.length).put(utf8);
        return this;
    }

    @CanIgnoreReturnValue
    MessageWriter text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        room(Integer.BYTES + utf8.length).putInt(utf8.length).put(utf8);
        return this;
    }

    private ByteBuffer room(int more) {
        if (bytes.remaining() < more) {
            int capacity = Math.max(bytes.capacity() * 2, bytes.position() + more);
            bytes = ByteBuffer.allocate(capacity).put(bytes.flip());
        }
        return bytes;
    }

    byte[] toBytes() {
        byte[] written = new byte[bytes.position()];
        bytes.flip().get(written);
        return written;
    }
}
