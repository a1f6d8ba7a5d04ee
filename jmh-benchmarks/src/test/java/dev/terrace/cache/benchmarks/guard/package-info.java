/**
 * What must not become dearer, held by counting and never by a clock: garbage, look-ups, round trips, encodings and
 * decodings of an operation.
 */
@NullMarked
package dev.terrace.cache.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
