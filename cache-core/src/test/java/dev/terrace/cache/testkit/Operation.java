package dev.terrace.cache.testkit;

/** The calls of a tier, as {@link Faults} names them. */
public enum Operation {
    /** {@code Tier.get}. */
    GET,
    /** {@code Tier.getAll}; matches the key of a fault if it is among those asked for. */
    GET_ALL,
    /** {@code Tier.put}. */
    PUT,
    /** {@code Tier.putAll}; matches the key of a fault if it is among the puts. */
    PUT_ALL,
    /** {@code Tier.remove}. */
    REMOVE,
    /** {@code Tier.scan}. */
    SCAN,
    /** {@code Scan.step}. */
    STEP,
    /** {@code Tier.size}. */
    SIZE,
    /** {@code Tier.close}. */
    CLOSE,
    /** {@code SharedTier.write}, each write of a {@code writeAll} for itself. */
    WRITE,
    /** {@code SharedTier.compareAndSet}. */
    COMPARE_AND_SET,
    /** {@code SharedTier.getOrLease}. */
    GET_OR_LEASE,
    /** {@code SharedTier.fill}. */
    FILL,
    /** {@code SharedTier.release}. */
    RELEASE,
    /** {@code SharedTier.sweep}: the call as a whole. */
    SWEEP,
    /** {@code CoherenceChannel.announce}. */
    ANNOUNCE,
    /** {@code StateStore.load}. */
    LOAD,
    /** {@code StateStore.save}. */
    SAVE,
    /** {@code Journal.append}. */
    APPEND,
    /** {@code Journal.settle}. */
    SETTLE,
    /** {@code Journal.unsettled}. */
    UNSETTLED
}
