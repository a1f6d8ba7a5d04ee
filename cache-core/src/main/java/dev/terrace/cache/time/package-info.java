/**
 * The one place where time comes from. Everything that needs a clock or a delay is given a {@link
 * dev.terrace.cache.time.TimeSource}, so that tests own the clock.
 */
@NullMarked
package dev.terrace.cache.time;

import org.jspecify.annotations.NullMarked;
