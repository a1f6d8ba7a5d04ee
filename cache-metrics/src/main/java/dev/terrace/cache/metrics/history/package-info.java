/**
 * What the statistics were over the last thirty days: samples of five minutes, older ones joined to hours, in memory and
 * in one small file.
 */
@NullMarked
package dev.terrace.cache.metrics.history;

import org.jspecify.annotations.NullMarked;
