package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One load under way. Callers may join it only if they noted the same moment of history: one that
 * starts after a removal returned must not get what was read before it.
 */
final class Flight<V> {

    private final Note note;
    private final CompletableFuture<MemoryEntry<V>> result = new CompletableFuture<>();
    private volatile @Nullable Thread owner;

    Flight(Note note) {
        this.note = note;
    }

    Note note() {
        return note;
    }

    /** Returns true if a caller with this note may take the flight's result for its own. */
    boolean serves(Note other) {
        return note.fence() == other.fence() && note.epoch() == other.epoch();
    }

    /** Returns the future that every caller waits for; completes with a negative entry for "has none". */
    CompletableFuture<MemoryEntry<V>> result() {
        return result;
    }

    /** Returns the thread that loads; null before it starts and after it ends. */
    @Nullable
    Thread owner() {
        return owner;
    }

    void startedBy(Thread thread) {
        owner = thread;
    }

    void landed() {
        owner = null;
    }
}
