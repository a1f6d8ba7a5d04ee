/**
 * What users of the cache hold in their hands: the manager, its regions and what they report. Values may come from
 * memory, from any lower tier or from a loader; a caller never needs to know which.
 */
@NullMarked
package dev.terrace.cache;

import org.jspecify.annotations.NullMarked;
