/**
 * What a cache of another size or with other times to live would have done, estimated from a sample of keys while traffic
 * goes on.
 */
@NullMarked
package dev.terrace.cache.metrics.curve;

import org.jspecify.annotations.NullMarked;
