package dev.terrace.cache.policy;

/** When a write is acknowledged, and who owns the source. */
public enum WriteStrategy {
    /** All tiers have it before the call returns. */
    WRITE_THROUGH,
    /**
     * The tiers of this process have it at once, the shared tier soon after, by a bounded queue. Needs
     * a tier with a journal, unless {@link WriteBehind#isVolatile()} is asked for.
     */
    WRITE_BEHIND,
    /** As {@link #WRITE_THROUGH}, but the application reads the source itself: loaders are refused. */
    CACHE_ASIDE
}
