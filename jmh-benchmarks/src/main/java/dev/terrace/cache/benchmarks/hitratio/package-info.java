/** How many reads find their key: streams of reads replayed through the tiers and through the policies one compares with. */
@NullMarked
package dev.terrace.cache.benchmarks.hitratio;

import org.jspecify.annotations.NullMarked;
