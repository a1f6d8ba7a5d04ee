package dev.terrace.cache.redis;

import org.jspecify.annotations.Nullable;

/** A way to have a command carried out. */
@FunctionalInterface
interface Caller {

    /**
     * Sends a command and waits for the reply.
     *
     * @throws RedisException if the server refuses or does not answer
     */
    @Nullable
    Object call(Command command);
}
