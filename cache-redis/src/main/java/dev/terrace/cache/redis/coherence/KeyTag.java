package dev.terrace.cache.redis.coherence;

/**
 * One change.
 *
 * @param key the key inside its region
 * @param tag the tag of the new entry; {@link dev.terrace.cache.tier.Gate#ABSENT} for a removal
 */
public record KeyTag(String key, long tag) {}
