/**
 * Rules over {@link dev.terrace.cache.metrics.stats.Statistics} that fire once and resolve once, and who is told: listeners,
 * the log, a webhook.
 */
@NullMarked
package dev.terrace.cache.metrics.alert;

import org.jspecify.annotations.NullMarked;
