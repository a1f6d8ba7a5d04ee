package dev.terrace.cache.policy;

/**
 * The limits of the memory tier, shared by all regions of a manager.
 *
 * @param maximumBytes heap that the entries may retain, as estimated to within a fifth; {@link
 *     Long#MAX_VALUE} for no such limit
 * @param maximumEntries how many entries there may be; {@link Long#MAX_VALUE} for no such limit
 * @param enabled false to work without a memory tier: every hit is decoded anew
 */
public record MemorySettings(long maximumBytes, long maximumEntries, boolean enabled) {

    /** 100 MiB. */
    public static final MemorySettings DEFAULT = new MemorySettings(100L << 20, Long.MAX_VALUE, true);

    /** Checks the values. */
    public MemorySettings {
        if (maximumBytes < 1) {
            throw new IllegalArgumentException("maximumBytes of the memory tier must be positive but was "
                    + maximumBytes + "; use disabled() to work without a memory tier");
        }
        if (maximumEntries < 1) {
            throw new IllegalArgumentException("maximumEntries of the memory tier must be positive but was "
                    + maximumEntries + "; use disabled() to work without a memory tier");
        }
    }

    /** Returns a copy bounded by heap bytes, besides any bound of entries that was set. */
    public MemorySettings maximumBytes(long bytes) {
        return new MemorySettings(bytes, maximumEntries, enabled);
    }

    /** Returns a copy bounded by entries; unless bytes were bounded on purpose, only by them. */
    public MemorySettings maximumEntries(long entries) {
        long bytes = maximumBytes == DEFAULT.maximumBytes ? Long.MAX_VALUE : maximumBytes;
        return new MemorySettings(bytes, entries, enabled);
    }

    /** Returns a copy without a memory tier. */
    public MemorySettings disabled() {
        return new MemorySettings(maximumBytes, maximumEntries, false);
    }
}
