package dev.terrace.cache.extension;

import org.jspecify.annotations.Nullable;

/**
 * Measures what a manager does: the calls of its lower tiers, its loads, the values it makes. Called on the threads that
 * do the work, so by many at once; must be quick and must not throw.
 */
public interface Probe {

    /** What is measured. */
    enum Operation {
        /** A key is read. */
        GET,
        /** Many keys are read with one call. */
        GET_ALL,
        /** An entry is stored; in a shared tier a removal counts here, too. */
        PUT,
        /** Many entries are stored with one call. */
        PUT_ALL,
        /** An entry is removed. */
        REMOVE,
        /** The loader is called. */
        LOAD,
        /** The loader is called for many keys. */
        LOAD_ALL
    }

    /** The name under which loaders are measured, in place of a tier's. */
    String LOADER = "loader";

    /**
     * A call begins.
     *
     * @param part the tier, or {@link #LOADER}
     * @param region of the key, or of one of the keys
     */
    Call begin(String part, Operation operation, String region);

    /** A call to a tier threw, calls of maintenance included. */
    void failed(String tier, Throwable failure);

    /**
     * A value was made: set by a caller, or loaded.
     *
     * @param made what was made
     */
    void made(Made made);

    /**
     * A new value.
     *
     * @param region where
     * @param key inside its region
     * @param value never null: that the source has none is not told
     * @param lifeMillis its time to live; {@link Long#MAX_VALUE} for ever
     * @param isLoaded true if a loader returned it, false if a caller set it
     */
    record Made(String region, String key, Object value, long lifeMillis, boolean isLoaded) {}

    /** A call under way. */
    @FunctionalInterface
    interface Call {

        /** Nobody measures. */
        Call NONE = failure -> {};

        /**
         * The call ended, on the thread that began it.
         *
         * @param failure null if it went well
         */
        void end(@Nullable Throwable failure);
    }
}
