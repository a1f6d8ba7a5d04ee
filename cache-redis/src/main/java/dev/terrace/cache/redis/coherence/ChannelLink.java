package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * What the channel asks of Redis, and tells its tier. Calls that reach out throw a {@link RuntimeException} if they fail
 * and never wait without a limit. Safe for use by many threads.
 */
public interface ChannelLink {

    /**
     * Subscribes on a connection of its own and listens on this thread until that fails, is silent for longer than the
     * silence limit, or {@link #hangUp} ends it. What the ears throw ends it too. This works while other calls are kept
     * away from Redis, for they are let through again only when the channel is heard.
     */
    void listen(Ears ears);

    /** Makes {@link #listen} end soon. Never throws. */
    void hangUp();

    /** Publishes a message. */
    void publish(byte[] message);

    /** Publishes a message from the server that holds this key, behind whatever that server published before. */
    void publishFromServerOf(TierKey key, byte[] message);

    /** Returns the time of a server that holds data, in microseconds since 1970. */
    long timeMicros();

    /** Returns what identifies the running servers: changes when one restarts or another takes over. */
    String runId();

    /** Lists an active barrier where all nodes see it. */
    void list(byte[] barrier);

    /** Takes a barrier from the list; false if it was not there. */
    boolean unlist(byte[] barrier);

    /** Returns the listed barriers. */
    List<byte[]> listed();

    /** Removes every entry of a scope, see {@link dev.terrace.cache.tier.SharedTier#sweep}. */
    long sweep(Scope scope, BooleanSupplier goOn);

    /**
     * A message names the generation of a region as its sender knows it. Returns quickly.
     *
     * @param isNew true if the sender has just drawn it; false if it may also be an old one
     */
    void heardGeneration(String region, long generation, boolean isNew);

    /** Messages may have been missed: asks Redis for the generations. */
    void rereadGenerations();

    /** Hears what arrives on a subscription; called on the thread that listens. */
    interface Ears {

        /**
         * The server has confirmed the subscription: from now on every message arrives. The generations have been read
         * again since then.
         *
         * @param barriers the listed barriers, read since then too
         */
        void confirmed(List<byte[]> barriers);

        /** A message has arrived. */
        void message(byte[] bytes);
    }
}
