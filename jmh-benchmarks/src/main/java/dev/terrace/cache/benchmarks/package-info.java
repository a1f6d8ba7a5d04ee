/**
 * Benchmarks, one class per question. Each measures the raw library beside Terrace in the same run, because only the
 * ratio of the two carries over to another machine.
 */
@NullMarked
package dev.terrace.cache.benchmarks;

import org.jspecify.annotations.NullMarked;
