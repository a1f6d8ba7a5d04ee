/**
 * Real Redis servers for tests: {@link dev.terrace.cache.redis.server.RedisServer} alone, in a group with a Sentinel or
 * in a cluster, and {@link dev.terrace.cache.redis.server.TcpProxy} for what goes wrong on the way to them. Nothing here
 * uses a Redis client library, so that a fault of ours cannot hide behind one of theirs.
 */
@NullMarked
package dev.terrace.cache.redis.server;

import org.jspecify.annotations.NullMarked;
