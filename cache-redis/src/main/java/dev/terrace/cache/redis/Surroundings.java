package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierContext;

/**
 * What every server of a deployment shares.
 *
 * @param context clock and executor of the manager
 * @param opener opens connections
 * @param recovery what is done before a server is used again
 */
record Surroundings(RedisSettings settings, TierContext context, RedisConnection.Opener opener, Recovery recovery) {}
