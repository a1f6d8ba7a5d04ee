package dev.terrace.cache.event;

/** Why an entry left. */
public enum RemovalCause {
    /** A caller removed or invalidated it. */
    INVALIDATION,
    /** A newer value took its place. */
    REPLACEMENT,
    /** Its time was over. */
    EXPIRY,
    /** The tier needed room. */
    EVICTION,
    /** Another node changed it. */
    COHERENCE,
    /** Its bytes did not decode, or were of another schema. */
    DAMAGE
}
