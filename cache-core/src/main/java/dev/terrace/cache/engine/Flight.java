package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One load under way. Callers may join it only if they noted the same moment of history: one that
 * starts after a removal returned must not get what was read before it.
 */
final class Flight<V> {

    private final String key;
    private final Note note;
    private final CompletableFuture<MemoryEntry<V>> result = new CompletableFuture<>();
    private volatile @Nullable Thread owner;
    private volatile @Nullable Errand errand;

    Flight(String key, Note note) {
        this.key = key;
        this.note = note;
    }

    /** Work that is done once, by whichever thread comes first; the flights of a batch share one. */
    static final class Errand implements Runnable {

        private final Runnable work;
        private final AtomicBoolean claimed = new AtomicBoolean();

        Errand(Runnable work) {
            this.work = work;
        }

        /** Returns true for the one caller that now has to do the work, or to give it up. */
        boolean claim() {
            return claimed.compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                work.run();
            }
        }
    }

    /** Returns the key inside the region. */
    String key() {
        return key;
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

    /** Says what carries the flight out. */
    void departsBy(Errand work) {
        errand = work;
    }

    /** Carries the flight out here if it waits for a thread: the one that is here may be the last. */
    void help() {
        Errand work = errand;
        if (work != null) {
            work.run();
        }
    }

    void startedBy(Thread thread) {
        owner = thread;
    }

    void landed() {
        owner = null;
        errand = null;
    }
}
