package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.tier.TierKey;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link MessageWriter} wrote, or anybody. Everything but well-formed input is an {@link
 * IllegalArgumentException}, and no length is believed before the bytes are seen to be there. For one thread.
 */
final class MessageReader {

    private final ByteBuffer bytes;

    MessageReader(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes);
    }

    byte get() {
        require(Byte.BYTES);
        return bytes.get();
    }

    long getLong() {
        require(Long.BYTES);
        return bytes.getLong();
    }

    int positive() {
        require(Integer.BYTES);
        int value = bytes.getInt();
        if (value <= 0) {
            throw new IllegalArgumentException("a number must be positive but was " + value);
        }
        return value;
    }

    Sender sender() {
        long node = getLong();
        return new Sender(node, getLong());
    }

    /** Reads how many parts follow, each of at least so many bytes. */
    int count(int shortest) {
        require(Integer.BYTES);
        int count = bytes.getInt();
        if (count < 0 || (long) count * shortest > bytes.remaining()) {
            throw new IllegalArgumentException("a count must fit the bytes that follow but was " + count);
        }
        return count;
    }

    String region() {
        require(Short.BYTES);
        String name = text(bytes.getShort());
        if (!TierKey.isRegionName(name)) {
            throw new IllegalArgumentException("not the name of a region");
        }
        return name;
    }

    String text() {
        require(Integer.BYTES);
        return text(bytes.getInt());
    }

    private String text(int length) {
        require(length);
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(part).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8", e);
        }
    }

    private void require(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("message ends too soon", new BufferUnderflowException());
        }
    }

    boolean isAtEnd() {
        return !bytes.hasRemaining();
    }
}
