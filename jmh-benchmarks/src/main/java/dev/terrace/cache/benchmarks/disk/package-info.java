/**
 * Benchmarks of the disk tier, one class per question, beside a raw Chronicle Map that holds the same bytes. What a
 * ratio of calls cannot answer (restarts, walks, a soak) is asked by a program of its own.
 */
@NullMarked
package dev.terrace.cache.benchmarks.disk;

import org.jspecify.annotations.NullMarked;
