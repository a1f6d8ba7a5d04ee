package dev.terrace.cache.warming;

/**
 * Two keys that were read one after the other on one thread.
 *
 * @param first read before
 * @param then read right after it
 */
record Pair(String first, String then) {}
