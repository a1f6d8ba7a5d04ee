/** Tests of what extensions may do. */
@NullMarked
package dev.terrace.cache.extension;

import org.jspecify.annotations.NullMarked;
