package dev.terrace.cache.redis.coherence;

import java.security.SecureRandom;

/**
 * Who sends: a node, in one of its lives. Each life numbers its messages from 1.
 *
 * @param node random, the same for the life of a tier
 * @param boot random, drawn anew with every start
 */
public record Sender(long node, long boot) {

    /** Draws a new one. */
    public static Sender random() {
        SecureRandom random = new SecureRandom();
        return new Sender(random.nextLong(), random.nextLong());
    }

    @Override
    public String toString() {
        return Long.toHexString(node) + "/" + Long.toHexString(boot);
    }
}
