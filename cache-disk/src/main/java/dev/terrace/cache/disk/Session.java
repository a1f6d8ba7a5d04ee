package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder from start to close: its lock, its state, and whatever file is mounted. Decides what a call does in each
 * {@link Stage}.
 *
 * <p>While no file serves, a read is a miss and a write is refused. A read that fails in the file is a miss; any other
 * call that fails there throws, because what it was to change may still be there.
 */
final class Session implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private final SizingPlan plan;
    private final DiskFolder folder;
    private final InstantSource clock;
    private final BorrowedState state;
    private final BorrowedJournal journal = new BorrowedJournal();
    private final Mount mount;
    private final DiskAdmission admission;
    private final ExpirySweeper sweeper;
    private final DiskGauges gauges;

    private volatile @Nullable DirectoryLock lock;
    private volatile @Nullable FolderWait wait;

    private Session(DiskFolder folder, DiskSettings settings, TierContext context) {
        plan = settings.plan();
        clock = DiskSettings.clock(context.time());
        this.folder = folder;
        state = new BorrowedState(new StateFiles(folder.blobs(), plan.stateBytes()));
        mount = new Mount(folder, plan, context);
        sweeper = new ExpirySweeper(mount, context);
        admission = new DiskAdmission(settings, context.time());
        gauges = new DiskGauges(mount, plan, folder.directory(), context.time());
    }

    static Session begin(DiskSettings settings, TierContext context) {
        JvmAccess.prepare();
        DiskFolder folder = new DiskFolder(settings.directory());
        Session session = new Session(folder, settings, context);
        try {
            Files.createDirectories(folder.directory());
            session.own(DirectoryLock.acquire(folder.lock()));
            session.mount.start(settings.startLimit());
        } catch (DirectoryInUseException inUse) {
            if (settings.directoryWait().isZero()) {
                throw new IllegalStateException(inUse.getMessage(), inUse);
            }
            session.await(inUse, settings, context);
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the cache directory " + folder.directory().toAbsolutePath() + " cannot be used (" + failure
                            + "); pass a folder that can be written to",
                    failure);
        }
        session.sweeper.start();
        return session;
    }

    /** Makes the folder's state and journal this process's. */
    private @Nullable List<Journal.Barrier> own(DirectoryLock acquired) {
        state.own();
        mount.begin();
        lock = acquired;
        return journal.own(new JournalFile(folder.journal(), plan.journalBytes()));
    }

    private void await(DirectoryInUseException inUse, DiskSettings settings, TierContext context) {
        LOG.info("disk_waits_for_directory reason=\"{}\"", inUse.getMessage());
        mount.await();
        FolderWait waiting = new FolderWait(folder, settings.directoryWait(), context, new Successor(inUse.holder()));
        wait = waiting;
        waiting.start();
    }

    /**
     * Takes over what the process left that was there at the start. Who came in between may have gone on from the same
     * numbers as this process, so that positions and epochs say nothing: then nothing is taken over.
     */
    private final class Successor implements FolderWait.Owner {

        private String predecessor;
        private boolean isSuccessor = true;

        Successor(String predecessor) {
            this.predecessor = predecessor;
        }

        @Override
        public void takeOver(DirectoryLock acquired) {
            isSuccessor &= !predecessor.isEmpty() && predecessor.equals(acquired.previousHolder());
            predecessor = acquired.holder(); // should this attempt fail
            List<Journal.Barrier> raised = own(acquired);
            journal.tellOwned();
            mount.takeOver(raised == null ? List.of() : raised, doubt(raised));
            LOG.info("disk_taken_over directory={}", folder.directory());
        }

        private @Nullable String doubt(@Nullable List<Journal.Barrier> raised) {
            if (!isSuccessor) {
                return "a third process had the folder while this one waited";
            }
            return raised == null ? "too many removals while another process had the folder" : null;
        }

        @Override
        public void giveUp() {
            mount.giveUp();
        }
    }

    @Nullable
    Entry get(TierKey key) {
        if (!(stage() instanceof Stage.Open open)) {
            return null;
        }
        try {
            return open.store().get(key);
        } catch (RuntimeException | InternalError fault) {
            failed(open, fault);
            return null;
        }
    }

    PutResult put(TierKey key, Entry entry, Gate gate) {
        Stage stage = stage();
        if (stage instanceof Stage.Open open) {
            return onFile(
                    open,
                    store -> admission.admits(key, entry, store)
                            ? store.put(key, entry, gate)
                            : store.refuse(key, gate));
        }
        if (missesChange(stage, key)) {
            return put(key, entry, gate);
        }
        return gate.permits(Gate.ABSENT) ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    boolean remove(TierKey key, Gate gate) {
        Stage stage = stage();
        if (stage instanceof Stage.Open open) {
            return onFile(open, store -> store.remove(key, gate));
        }
        if (missesChange(stage, key)) {
            return remove(key, gate);
        }
        gate.permits(Gate.ABSENT);
        return false;
    }

    /** Notes a key that changes while no file serves; true if one does by now, and has to be changed itself. */
    private static boolean missesChange(Stage stage, TierKey key) {
        Stage next = stage instanceof Stage.Waiting waiting ? waiting.next() : stage;
        return next instanceof Stage.Opening opening && !opening.note(key);
    }

    /** While another process has the folder, nothing is found; what barriers hide is removed at the takeover. */
    Scan scan(Scope scope) {
        Stage stage = stage();
        if (stage instanceof Stage.Open open) {
            Scan scan = open.store().scan(scope);
            return new Scan() {
                @Override
                public boolean step(Visitor visitor) {
                    return stage() == open && onFile(open, store -> scan.step(visitor));
                }

                @Override
                public double progress() {
                    return scan.progress();
                }

                @Override
                public void close() {
                    scan.close();
                }
            };
        }
        if (stage instanceof Stage.Opening) {
            throw new TierUnavailableException("tier disk: scan: the file is still being recovered", false, null);
        }
        return new NoEntries();
    }

    /** A walk of one file ends with it. */
    Suspects.Walk suspects(long epoch) {
        Stage.Open open = requireOpen("suspects");
        Suspects.Walk walk = open.store().suspects(epoch);
        return new Suspects.Walk() {
            @Override
            public List<Suspects.Suspect> next(int most) {
                if (most < 1) {
                    throw new IllegalArgumentException(
                            "most must be at least 1 but was " + most + "; pass the size of a batch");
                }
                return stage() == open ? onFile(open, store -> walk.next(most)) : List.of();
            }

            @Override
            public void close() {
                walk.close();
            }
        };
    }

    boolean confirm(TierKey key, long tag, long epoch) {
        return stage() instanceof Stage.Open open && onFile(open, store -> store.confirm(key, tag, epoch));
    }

    TransferReport export(Path file, TransferProgress progress) throws IOException {
        return transfer("export", progress).export(file, journal.unsettled());
    }

    TransferReport importFrom(Path file, TransferProgress progress) throws IOException {
        return transfer("import", progress).importFrom(file);
    }

    private Transfer transfer(String operation, TransferProgress progress) {
        ExportFile.requireLibrary();
        return new Transfer(requireOpen(operation).store(), clock, progress);
    }

    private Stage.Open requireOpen(String operation) {
        if (stage() instanceof Stage.Open open) {
            return open;
        }
        throw new TierUnavailableException("tier disk: " + operation + ": no file is open yet", false, null);
    }

    TierSize size() {
        if (!(stage() instanceof Stage.Open open)) {
            return new TierSize(0, 0, 0, plan.budgetBytes(), true);
        }
        return gauges.size(open.store());
    }

    Mount mount() {
        return mount;
    }

    StateStore state() {
        stage();
        return state;
    }

    BorrowedJournal journal() {
        stage();
        return journal;
    }

    Map<String, Double> gauges() {
        stage();
        Map<String, Double> all = gauges.all();
        all.put("admission.refused", (double) admission.refused());
        all.merge("heap.bytes", (double) admission.heapBytes(), Double::sum);
        all.put("journal.records", (double) journal.records());
        all.put("journal.bytes", (double) journal.length());
        return all;
    }

    /** Closes everything, the lock last. */
    @Override
    public void close() {
        sweeper.close();
        FolderWait waiting = wait;
        if (waiting != null) {
            waiting.close();
        }
        mount.close();
        journal.close();
        DirectoryLock held = lock;
        try {
            if (held != null) {
                held.close();
            }
        } catch (IOException failure) {
            throw new IllegalStateException("the lock of the cache directory could not be given back", failure);
        }
    }

    private <T> T onFile(Stage.Open open, Function<EntryStore, T> call) {
        try {
            return call.apply(open.store());
        } catch (RuntimeException | InternalError fault) {
            failed(open, fault);
            throw new TierUnavailableException("tier disk: the file failed: " + fault, true, fault);
        }
    }

    private void failed(Stage.Open open, Throwable fault) {
        stage(); // says so when the tier was closed meanwhile
        mount.failed(open, fault);
    }

    private Stage stage() {
        Stage stage = mount.stage();
        if (stage instanceof Stage.Closed) {
            throw new IllegalStateException("the disk tier is closed; open a new one with DiskTier.at(...)");
        }
        return stage;
    }

    /** The walk over a tier that holds nothing. */
    private static final class NoEntries implements Scan {

        @Override
        public boolean step(Visitor visitor) {
            return false;
        }

        @Override
        public void close() {}
    }
}
