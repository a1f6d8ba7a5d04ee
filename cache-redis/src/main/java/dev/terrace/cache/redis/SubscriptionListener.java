package dev.terrace.cache.redis;

/** Hears what arrives on a subscription; called on the thread that listens. What it throws ends the subscription. */
interface SubscriptionListener {

    /** The server has confirmed the subscription: from now on every message arrives. */
    void confirmed();

    /** A message has arrived. */
    void message(byte[] bytes);
}
