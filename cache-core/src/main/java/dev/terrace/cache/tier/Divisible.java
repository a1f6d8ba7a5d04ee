package dev.terrace.cache.tier;

import org.jspecify.annotations.Nullable;

/**
 * A tier of this process whose limit the manager may choose before it is started, so that one budget can serve memory
 * and this tier. A tier that can be told its limit and keeps state implements this interface.
 */
public interface Divisible {

    /**
     * Returns a tier like this one, with another limit; to be started in place of this one.
     *
     * @throws IllegalArgumentException if that is too little or too much
     */
    Tier maximumBytes(long bytes);

    /**
     * Returns what was {@linkplain StateStore#save saved} under this name by an earlier run; null if nothing was, or it
     * cannot be read. For the time before the start.
     */
    byte @Nullable [] remembered(String name);
}
