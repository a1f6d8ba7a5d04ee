package dev.terrace.cache.memory;

import org.jspecify.annotations.Nullable;

/** Estimates how many bytes of heap a value keeps alive. */
final class HeapSize {
    /** Returns the estimated bytes that {@code value} and all it refers to occupy; 0 for null. */
    long of(@Nullable Object value) {
        return value == null ? 0 : 64;
    }

    /** Returns the bytes that an entry with this key costs beside its value. */
    long ofEntry(String key) {
        return 64 + 128 + key.length();
    }
}
