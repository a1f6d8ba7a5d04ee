/**
 * The Redis tier beside raw Jedis, and in outages. Every program starts its own {@code redis-server}; {@code ./terrace
 * bench redis} prints all of them as one report.
 */
@NullMarked
package dev.terrace.cache.benchmarks.redis;

import org.jspecify.annotations.NullMarked;
