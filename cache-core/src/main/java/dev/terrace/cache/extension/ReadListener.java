package dev.terrace.cache.extension;

/** Hears of reads, region by region. */
@FunctionalInterface
public interface ReadListener {

    /**
     * Returns what hears of the reads of one region; asked once for each region.
     *
     * @param name of the region
     */
    KeyListener region(String name);

    /** Hears of the reads of one region. */
    @FunctionalInterface
    interface KeyListener {

        /**
         * A caller asks for a key. Called by the reading thread before it looks, for hits and misses alike; must not
         * block, throw, or cost anything to speak of: a hit in memory is a few hundred nanoseconds.
         */
        void read(String key);

        /**
         * As {@link #read}, and says whether to time this read: to be overridden by who measures a sample.
         *
         * @return true to have {@link #answered} called if memory has the value
         */
        default boolean readTimed(String key) {
            read(key);
            return false;
        }

        /**
         * Memory answered a read that was to be timed: with a loader or without, asynchronous or not, but no batch, and none
         * that needed a second look.
         *
         * @param nanos from before the look-up until the value was there
         */
        default void answered(long nanos) {}
    }
}
