/**
 * How the nodes that share a Redis hear of each other's changes: {@link
 * dev.terrace.cache.redis.coherence.RedisCoherence} listens and sends signs of life, {@link
 * dev.terrace.cache.redis.coherence.Publisher} makes the messages that scripts publish together with a change, and {@link
 * dev.terrace.cache.redis.coherence.ChannelLink} is all that this package asks of a Redis client. Internal to the module.
 */
@NullMarked
package dev.terrace.cache.redis.coherence;

import org.jspecify.annotations.NullMarked;
