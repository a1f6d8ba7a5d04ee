/** What a cache tells those who listen: removals, loads and the state of its tiers. */
@NullMarked
package dev.terrace.cache.event;

import org.jspecify.annotations.NullMarked;
