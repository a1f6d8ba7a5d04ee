/**
 * What users of Terrace hold in their hands: a {@link dev.terrace.cache.CacheManager} with its named
 * {@link dev.terrace.cache.Cache}s. Everything behind it is configured by the records of {@code
 * dev.terrace.cache.policy}.
 */
@NullMarked
package dev.terrace.cache;

import org.jspecify.annotations.NullMarked;
