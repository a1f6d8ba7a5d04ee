/**
 * What a manager counted and measured, as one record: since the start, since the last reset, and over sliding windows.
 * Knows no metrics library.
 */
@NullMarked
package dev.terrace.cache.metrics.stats;

import org.jspecify.annotations.NullMarked;
