/** What warming is good for: traces of reads, replayed up to a restart and after it, cold and warm. */
@NullMarked
package dev.terrace.cache.benchmarks.warming;

import org.jspecify.annotations.NullMarked;
