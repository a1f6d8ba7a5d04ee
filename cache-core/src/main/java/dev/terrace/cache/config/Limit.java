package dev.terrace.cache.config;

import org.jspecify.annotations.Nullable;

/**
 * A setting that can be switched off, so that a region can take back what the defaults say.
 *
 * @param value null for the word {@code none}
 */
record Limit<T>(@Nullable T value) {}
