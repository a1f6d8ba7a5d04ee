package dev.terrace.cache;

/** How a single {@code get} with a loader departs from the usual order. */
public enum ReadOption {
    /** Asks the source and touches no tier: nothing is read from the cache, nothing is kept. */
    BYPASS,
    /** Asks the source now and keeps the result in place of what is cached. */
    REFRESH
}
