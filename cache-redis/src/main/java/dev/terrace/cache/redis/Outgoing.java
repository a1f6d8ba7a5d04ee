package dev.terrace.cache.redis;

import dev.terrace.cache.redis.coherence.Publisher;

/**
 * A message that a script is to publish. If it certainly was not published, its number must be taken back: the others
 * would take it for lost.
 */
final class Outgoing {

    private final Publisher publisher;
    private final long number;
    private final byte[] bytes;

    /** A message that goes by this number of its sender. */
    Outgoing(Publisher publisher, long number, byte[] bytes) {
        this.publisher = publisher;
        this.number = number;
        this.bytes = bytes;
    }

    /** Returns what is published. */
    byte[] bytes() {
        return bytes;
    }

    /** It was not published, and never will be. */
    void unsent() {
        publisher.unused(number);
    }

    /** The script that was to publish it failed. */
    void failed(RedisException e) {
        if (!e.kind().isOutcomeUnknown()) {
            unsent();
        }
    }
}
