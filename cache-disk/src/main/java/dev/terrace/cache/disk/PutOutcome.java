package dev.terrace.cache.disk;

/** What became of a put. */
enum PutOutcome {
    STORED,
    /** The gate was closed; what was there before is still there. */
    REFUSED,
    /** The entry takes more than a quarter of a segment; what was there before is still there. */
    TOO_LARGE
}
