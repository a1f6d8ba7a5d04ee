/**
 * The performance report: plans what to run, runs it with JMH, judges the figures against the bars that the benchmark
 * classes name, and writes the pages.
 */
@NullMarked
package dev.terrace.cache.benchmarks.report;

import org.jspecify.annotations.NullMarked;
