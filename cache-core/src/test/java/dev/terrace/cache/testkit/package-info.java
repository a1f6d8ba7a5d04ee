/**
 * What the author of a tier tests with: {@link dev.terrace.cache.testkit.TierContract} proves a tier,
 * {@link dev.terrace.cache.testkit.ReferenceTier} shows one, and the rest plays clocks, faults, other
 * nodes and threads. Published as a test-jar; needs JUnit Jupiter and AssertJ beside it.
 */
@NullMarked
package dev.terrace.cache.testkit;

import org.jspecify.annotations.NullMarked;
