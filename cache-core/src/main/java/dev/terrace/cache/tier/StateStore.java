package dev.terrace.cache.tier;

import org.jspecify.annotations.Nullable;

/**
 * Small named blobs that survive a restart, kept beside the entries of a tier. A tier that has one
 * implements this interface. Safe for use by many threads; writes may block on disk.
 */
public interface StateStore {

    /** Returns the blob of that name; null if there is none or it was damaged. */
    byte @Nullable [] load(String name);

    /**
     * Replaces the blob of that name atomically: after a kill either the old or the new one is there.
     *
     * @param name lower-case letters, digits and dashes
     * @param blob up to 1 MiB
     */
    void save(String name, byte[] blob);

    /**
     * Returns true while another process owns what is kept here and may change it. {@link #load} then tells what that
     * process saved last, and {@link #save} takes effect when this process becomes the owner. Counters that must not
     * repeat begin far ahead of what was loaded.
     */
    default boolean isForeign() {
        return false;
    }
}
