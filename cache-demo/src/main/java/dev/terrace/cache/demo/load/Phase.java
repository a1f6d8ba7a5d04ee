package dev.terrace.cache.demo.load;

/** What is measured apart from each other. */
public enum Phase {
    /** The cache is left aside. */
    WITHOUT,
    /** The first requests that find the cache in place. */
    FIRST,
    /** All later ones with the cache. */
    LATER
}
