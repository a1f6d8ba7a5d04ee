package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.Journal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal of a folder that may still be another process's. Until it is this one's, writes cannot be recorded; the
 * barriers that are raised are kept, because they also hide what that process has left. Any thread.
 */
final class BorrowedJournal implements Journal {

    private static final Logger LOG = LoggerFactory.getLogger(BorrowedJournal.class);
    static final int MOST_BARRIERS = 1_000;

    private volatile @Nullable JournalFile file;

    @GuardedBy("this")
    private @Nullable List<Barrier> raised = new ArrayList<>();

    @GuardedBy("this")
    private List<Runnable> awaiting = new ArrayList<>();

    @Override
    public void append(Item item) {
        JournalFile own = file;
        if (own != null || (own = keep(item)) != null) {
            own.append(item);
        }
    }

    /** Keeps a barrier; returns the file if it is this process's by now. */
    private synchronized @Nullable JournalFile keep(Item item) {
        if (file != null) {
            return file;
        }
        if (!(item instanceof Barrier barrier)) {
            throw new IllegalStateException(
                    "the journal is in use by another process; it is appended to once that has" + " closed its cache");
        }
        if (raised != null && raised.size() >= MOST_BARRIERS) {
            raised = null;
        } else if (raised != null) {
            raised.add(barrier);
        }
        return null;
    }

    @Override
    public void settle(long position) {
        JournalFile own = file;
        if (own != null) {
            own.settle(position);
        }
    }

    @Override
    public List<Item> unsettled() {
        JournalFile own = file;
        return own == null ? List.of() : own.unsettled();
    }

    @Override
    public boolean isComplete() {
        JournalFile own = file;
        return own == null || own.isComplete();
    }

    @Override
    public void whenOwned(Runnable task) {
        synchronized (this) {
            if (file == null) {
                awaiting.add(task);
                return;
            }
        }
        task.run();
    }

    /**
     * Takes the file, which is this process's from now on.
     *
     * @return the barriers raised so far; null if there were too many to keep
     */
    synchronized @Nullable List<Barrier> own(JournalFile own) {
        file = own;
        List<Barrier> kept = raised;
        raised = null;
        return kept;
    }

    /** Runs what waits for the file; to be called once, after {@link #own}. */
    void tellOwned() {
        List<Runnable> tasks;
        synchronized (this) {
            tasks = awaiting;
            awaiting = List.of();
        }
        for (Runnable task : tasks) {
            try {
                task.run();
            } catch (RuntimeException failure) {
                LOG.warn("journal_not_resumed", failure);
            }
        }
    }

    long records() {
        JournalFile own = file;
        return own == null ? 0 : own.records();
    }

    long length() {
        JournalFile own = file;
        return own == null ? 0 : own.length();
    }

    void close() {
        JournalFile own = file;
        if (own != null) {
            own.close();
        }
    }
}
