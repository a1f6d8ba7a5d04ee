/**
 * The two-node drill: many short rounds of two nodes that write, read and lose messages on a real Redis, after each of
 * which both must agree with it. {@link dev.terrace.cache.redis.drill.Drill} runs it as it is, or with one ingredient of
 * the protocol taken out, to show that the ingredient is needed.
 */
@NullMarked
package dev.terrace.cache.redis.drill;

import org.jspecify.annotations.NullMarked;
