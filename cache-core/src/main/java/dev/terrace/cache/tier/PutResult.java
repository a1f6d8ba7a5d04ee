package dev.terrace.cache.tier;

/** What became of a put. */
public enum PutResult {
    /** The entry is stored. */
    STORED,
    /** The gate was closed; the tier is as it was. */
    GATE_CLOSED,
    /** The tier will not hold this entry (size, admission); whatever it held under the key is gone. */
    REFUSED
}
