package dev.terrace.cache;

/**
 * What {@link CacheManager#optimize} changed.
 *
 * @param expired expired entries removed
 * @param hidden entries removed that a barrier had left behind
 * @param budgetsMoved regions whose share of the memory budget was changed, by the hits that more room would earn
 */
public record Optimized(long expired, long hidden, int budgetsMoved) {}
