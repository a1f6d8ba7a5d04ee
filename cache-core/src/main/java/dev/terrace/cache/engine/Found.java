package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;

/**
 * What a look-up through the tiers came to.
 *
 * @param entry the entry; negative if it is known that the source has none
 * @param isFresh false if it may only stand in for a failed load
 */
record Found<V>(MemoryEntry<V> entry, boolean isFresh) {}
