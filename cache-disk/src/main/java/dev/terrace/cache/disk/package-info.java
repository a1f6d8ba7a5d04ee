/**
 * The disk tier: entries in one memory-mapped file of fixed length, with a TTL, a kept byte limit and an eviction of
 * its own. Everything but the tier itself is package-private; only {@code DiskFile} and its two companions know the
 * library that holds the file.
 */
@NullMarked
package dev.terrace.cache.disk;

import org.jspecify.annotations.NullMarked;
