package dev.terrace.cache;

/**
 * What {@link CacheManager#optimize} changed.
 *
 * @param expired expired entries removed
 * @param hidden entries removed that a barrier had left behind
 * @param promoted hot entries copied up into memory, if something that measures heat is attached
 * @param budgetsMoved regions whose share of the memory budget was changed, by the hits that more room would earn
 */
public record Optimized(long expired, long hidden, long promoted, int budgetsMoved) {}
