package dev.terrace.cache;

/**
 * What {@link CacheManager#optimize} changed.
 *
 * @param expired expired entries removed
 * @param hidden entries removed that a barrier had left behind
 * @param budgetsMoved regions whose share of the memory budget was changed
 * @param promoted hot entries copied to memory
 */
public record Optimized(long expired, long hidden, int budgetsMoved, long promoted) {}
