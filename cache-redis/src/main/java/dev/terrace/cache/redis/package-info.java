/** The tier that many processes share, and the protocol by which they hear of each other's changes. */
@NullMarked
package dev.terrace.cache.redis;

import org.jspecify.annotations.NullMarked;
