package dev.terrace.cache.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears what arrives on a subscription; called on the thread that listens. What it throws ends the subscription. */
interface SubscriptionListener {

    /** The server has confirmed the subscription: from now on every message arrives. */
    void confirmed();

    /** A message has arrived. */
    default void message(byte[] bytes) {}

    /**
     * Keys that this connection tracks have changed.
     *
     * @param names of the keys; null if it may be any
     */
    default void invalidated(@Nullable List<byte[]> names) {}
}
