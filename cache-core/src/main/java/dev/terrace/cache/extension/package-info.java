/**
 * Parts that are added to a running manager: they hear of its reads, bring keys before anybody asks, and end with it.
 * The module for warming is one of them.
 */
@NullMarked
package dev.terrace.cache.extension;

import org.jspecify.annotations.NullMarked;
