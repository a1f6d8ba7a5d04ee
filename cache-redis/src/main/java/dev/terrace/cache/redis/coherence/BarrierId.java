package dev.terrace.cache.redis.coherence;

/**
 * Names one raised barrier among all nodes.
 *
 * @param owner who raised it, or took it over from a dead node, and sweeps it
 * @param number unique for its owner
 */
record BarrierId(Sender owner, long number) {}
