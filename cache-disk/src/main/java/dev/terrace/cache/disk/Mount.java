package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.NamedThreads;
import dev.terrace.cache.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the map file of a folder whose lock is held, and changes it for a new one when it fails too often.
 *
 * <p>The old file is opened on a thread of its own; the starting thread waits for a recovery for a limited time, after which the tier is a miss until it is there. When no file can be had (disk full), or a file
 * was set aside, the next one begins empty: what was written or removed meanwhile is then right by itself. It is tried
 * again with doubling pauses.
 *
 * <p>One lock guards the changes of the stage; readers of it take none. It is held while a file is closed, so that
 * closing the tier waits for an opening that is under way: neither can be broken off without losing the file.
 */
final class Mount {

    private static final Logger LOG = LoggerFactory.getLogger(Mount.class);
    private static final Duration LONGEST_START = Duration.ofSeconds(30); // a slow disk; milliseconds are usual
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final DiskFolder folder;
    private final SizingPlan plan;
    private final TimeSource time;
    private final TierContext context;
    private final Faults faults = new Faults();
    private final AtomicLong rebuilds = new AtomicLong();
    private final AtomicLong recoveryProblems = new AtomicLong();
    private volatile Stage stage = new Stage.Opening();
    private volatile @Nullable SideFiles side;
    private volatile boolean closing;

    @GuardedBy("this")
    private Duration pause = FIRST_PAUSE;

    @GuardedBy("this")
    private TimeSource.@Nullable Scheduled retry;

    Mount(DiskFolder folder, SizingPlan plan, TierContext context) {
        this.folder = folder;
        this.plan = plan;
        this.context = context;
        time = context.time();
    }

    /** Opens nothing yet: another process has the folder. */
    synchronized void await() {
        stage = new Stage.Waiting(new Stage.Opening());
    }

    /** The folder is this process's: walks no longer find nothing, but have to be tried again. */
    synchronized void begin() {
        if (stage instanceof Stage.Waiting waiting) {
            stage = waiting.next();
        }
    }

    /**
     * Opens what the other process left, after {@link #begin}, without what changed meanwhile.
     *
     * @param raised barriers raised meanwhile
     * @param doubt why nothing of it can be used; null if it can
     */
    void takeOver(List<Journal.Barrier> raised, @Nullable String doubt) {
        openFirst(doubt == null ? decide() : new OpenDecision.Fresh(doubt, FolderFiles.length(folder.map())), raised);
    }

    /** The folder is not going to be this process's. */
    synchronized void giveUp() {
        if (stage instanceof Stage.Waiting waiting) {
            waiting.next().giveUp(() -> stage = new Stage.Away());
        }
    }

    /** Begins to open what is there, and waits for it a little. */
    void start(Duration recoveryLimit) {
        OpenDecision decision = decide();
        CountDownLatch opened = new CountDownLatch(1);
        NamedThreads.daemon("terrace-disk-mount")
                .newThread(() -> {
                    openFirst(decision, List.of());
                    opened.countDown();
                })
                .start();
        Duration limit = decision instanceof OpenDecision.Recover ? recoveryLimit : LONGEST_START;
        if (!await(opened, limit)) {
            LOG.info("disk_opens_in_background directory={}", folder.directory());
        }
    }

    /** An interrupt is kept for later: a start that does not wait would lose the first writes. */
    private static boolean await(CountDownLatch opened, Duration limit) {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return opened.await(limit.toMillis(), TimeUnit.MILLISECONDS);
                } catch (InterruptedException again) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private OpenDecision decide() {
        try {
            return opener().decide();
        } catch (IOException failure) {
            return new OpenDecision.Fresh("it could not be looked at: " + failure, 1);
        }
    }

    Stage stage() {
        return stage;
    }

    Faults faults() {
        return faults;
    }

    long rebuilds() {
        return rebuilds.get();
    }

    long recoveryProblems() {
        return recoveryProblems.get();
    }

    /**
     * Counts a fault of an open file, and sets the file aside if there were too many.
     *
     * @param at the stage in which the call began
     */
    void failed(Stage.Open at, Throwable fault) {
        if (stage != at) {
            return;
        }
        boolean tooMany = faults.add(time.nanos());
        if (tooMany || MapFiles.isStuckLock(fault)) {
            LOG.warn("disk_set_aside directory={} faults={}", folder.directory(), faults.total(), fault);
            setAside(at);
        }
    }

    private synchronized void setAside(Stage.Open at) {
        if (stage == at && !closing) {
            stage = new Stage.Away();
            later(Duration.ZERO, () -> replace(at.store()));
        }
    }

    private synchronized void openFirst(OpenDecision decision, List<Journal.Barrier> raised) {
        if (!(stage instanceof Stage.Opening opening)) {
            return;
        }
        try {
            EntryStore store = store(decision);
            raised.forEach(barrier -> removeHidden(store, barrier));
            enter(opening, store);
        } catch (IOException | RuntimeException | InternalError failure) {
            opening.giveUp(() -> stage = new Stage.Away());
            failedToOpen(failure);
        }
    }

    private static void removeHidden(EntryStore store, Journal.Barrier barrier) {
        try (Scan scan = store.scan(barrier.scope())) {
            boolean more = true;
            while (more) {
                more = scan.step(
                        entry -> entry.position() <= barrier.position() ? Scan.Verdict.REMOVE : Scan.Verdict.KEEP);
            }
        }
    }

    /** Removes what was changed while the file was being opened, then lets it serve. */
    @GuardedBy("this")
    private void enter(Stage.Opening opening, EntryStore store) {
        do {
            opening.take().removeFrom(store);
        } while (!opening.end(() -> stage = new Stage.Open(store, time.nanos())));
    }

    /** Runs in the background after a file was set aside or could not be made. */
    private synchronized void replace(@Nullable EntryStore old) {
        if (closing || !(stage instanceof Stage.Away)) {
            return;
        }
        try {
            beginAnew(old);
        } catch (IOException | RuntimeException | InternalError failure) {
            failedToOpen(failure);
        }
    }

    @GuardedBy("this")
    private void beginAnew(@Nullable EntryStore old) throws IOException {
        if (old != null) {
            old.disk().close();
        }
        long lost = FolderFiles.length(folder.map());
        String reason = old == null ? "an earlier one could not be opened" : "too much went wrong in it";
        EntryStore store = store(new OpenDecision.Fresh(reason, lost));
        rebuilds.incrementAndGet();
        faults.reset();
        pause = FIRST_PAUSE;
        stage = new Stage.Open(store, time.nanos());
    }

    @GuardedBy("this")
    private void failedToOpen(Throwable failure) {
        LOG.warn("disk_unavailable directory={} retry_seconds={}", folder.directory(), pause.toSeconds(), failure);
        later(pause, () -> replace(null));
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
    }

    @GuardedBy("this")
    private void later(Duration delay, Runnable work) {
        if (!closing) {
            retry = time.after(delay, () -> background(work));
        }
    }

    private void background(Runnable work) {
        try {
            context.executor().execute(work);
        } catch (RejectedExecutionException full) {
            again(work);
        }
    }

    private synchronized void again(Runnable work) {
        later(FIRST_PAUSE, work);
    }

    private EntryStore store(OpenDecision decision) throws IOException {
        DiskFile disk = opener().carryOut(decision, this::noteProblem);
        try {
            SideFiles files = sideFiles();
            if (decision instanceof OpenDecision.Fresh) {
                files.collectOrphans(files.nextNumber(), number -> false);
            }
            return new EntryStore(disk, files, around());
        } catch (IOException | RuntimeException failure) {
            disk.close();
            throw failure;
        }
    }

    private SideFiles sideFiles() throws IOException {
        SideFiles files = side;
        if (files == null) {
            files = SideFiles.open(folder.side(), plan.sideBytes());
            side = files;
        }
        return files;
    }

    private GuardedOpen opener() {
        return new GuardedOpen(
                folder, around(), CleanMarker.currentBoot(), line -> LOG.warn("disk_discarded {}", line));
    }

    private Surroundings around() {
        return new Surroundings(plan, DiskSettings.clock(time), number -> {
            SideFiles files = side;
            if (files != null) {
                files.drop(number);
            }
        });
    }

    private void noteProblem(String problem) {
        recoveryProblems.incrementAndGet();
        LOG.debug("disk_recovery_problem {}", problem);
    }

    /** Closes the file so that the next start is a warm one; waits for an opening under way. */
    void close() {
        closing = true;
        synchronized (this) {
            Stage last = stage;
            stage = new Stage.Closed();
            if (retry != null) {
                retry.cancel();
            }
            if (last instanceof Stage.Open open) {
                close(open.store());
            } else if (last instanceof Stage.Opening opening) {
                opening.giveUp(() -> {});
            } else if (last instanceof Stage.Waiting waiting) {
                waiting.next().giveUp(() -> {});
            }
        }
    }

    private void close(EntryStore store) {
        try {
            store.collect();
            opener().close(store.disk());
        } catch (IOException | RuntimeException | InternalError failure) {
            LOG.warn("disk_close_failed directory={}", folder.directory(), failure);
        }
    }
}
