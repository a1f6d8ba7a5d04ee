/**
 * The inside of a manager: the read, write and load paths, and the one gate through which every
 * value enters a tier. {@link dev.terrace.cache.engine.Engine} is the only door; users hold it as a
 * {@link dev.terrace.cache.CacheManager}.
 */
@NullMarked
package dev.terrace.cache.engine;

import org.jspecify.annotations.NullMarked;
