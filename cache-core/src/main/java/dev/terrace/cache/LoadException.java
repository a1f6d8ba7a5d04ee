package dev.terrace.cache;

import org.jspecify.annotations.Nullable;

/**
 * A value could not be loaded and no stale one could stand in: the loader threw, took longer than the
 * hard timeout, or waited for itself. Every caller that waited for the load gets one.
 */
public final class LoadException extends CacheException {

    private static final long serialVersionUID = 1L;

    /** Why a load failed. */
    public enum Reason {
        /** The loader threw; see the cause. */
        FAILED,
        /** The hard timeout passed. */
        TIMEOUT,
        /** The load waits, directly or through others, for itself. */
        RECURSION,
        /** The waiting thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED,
    }

    private final Reason reason;

    /** Makes an exception. */
    public LoadException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Returns why the load failed. */
    public Reason reason() {
        return reason;
    }
}
