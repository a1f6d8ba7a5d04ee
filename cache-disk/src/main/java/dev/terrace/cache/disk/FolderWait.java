package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries again and again to get a folder that another process has, for a limited time. Its lock is held while the new
 * owner begins, so that closing waits for that.
 */
final class FolderWait implements AutoCloseable {

    static final Duration PAUSE = Duration.ofMillis(100);

    private static final Logger LOG = LoggerFactory.getLogger(FolderWait.class);

    private final DiskFolder folder;
    private final TierContext context;
    private final Owner owner;
    private final long deadlineNanos;

    @GuardedBy("this")
    private TimeSource.@Nullable Scheduled next;

    @GuardedBy("this")
    private boolean over;

    /** Who wants the folder. */
    interface Owner {

        /**
         * Takes the folder over.
         *
         * @throws RuntimeException if that cannot be done now; the lock is then given back, and it is tried again
         */
        void takeOver(DirectoryLock lock);

        /** The time is over. */
        void giveUp();
    }

    FolderWait(DiskFolder folder, Duration limit, TierContext context, Owner owner) {
        this.folder = folder;
        this.context = context;
        this.owner = owner;
        deadlineNanos = context.time().nanos() + limit.toNanos();
    }

    /** Begins to wait. */
    synchronized void start() {
        schedule();
    }

    @GuardedBy("this")
    private void schedule() {
        if (!over) {
            next = context.time().after(PAUSE, this::begin);
        }
    }

    private void begin() {
        try {
            context.executor().execute(this::attempt);
        } catch (RejectedExecutionException full) {
            again();
        }
    }

    private synchronized void again() {
        schedule();
    }

    private synchronized void attempt() {
        if (over) {
            return;
        }
        try {
            take(DirectoryLock.acquire(folder.lock()));
            return;
        } catch (DirectoryInUseException stillInUse) {
            // the usual case
        } catch (IOException | RuntimeException failure) {
            LOG.warn("disk_takeover_failed directory={}", folder.directory(), failure);
        }
        if (context.time().nanos() - deadlineNanos >= 0) {
            over = true;
            LOG.warn("disk_not_given_back directory={}", folder.directory());
            owner.giveUp();
        } else {
            schedule();
        }
    }

    @GuardedBy("this")
    private void take(DirectoryLock lock) throws IOException {
        try {
            owner.takeOver(lock);
            over = true;
        } catch (RuntimeException | Error failure) {
            lock.close();
            throw failure;
        }
    }

    /** Waits no longer; returns when a takeover under way is done. */
    @Override
    public synchronized void close() {
        over = true;
        if (next != null) {
            next.cancel();
        }
    }
}
