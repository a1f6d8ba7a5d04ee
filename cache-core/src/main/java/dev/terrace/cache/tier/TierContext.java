package dev.terrace.cache.tier;

import dev.terrace.cache.time.TimeSource;
import java.util.concurrent.Executor;

/**
 * What a tier may use of the manager that it belongs to.
 *
 * @param time clock and timer
 * @param executor for background work that may block; bounded, ends with the manager
 */
public record TierContext(TimeSource time, Executor executor) {}
