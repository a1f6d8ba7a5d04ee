package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.tier.TierUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder from start to close: its lock, its state, and whatever file is mounted. Decides what a call does in each
 * {@link Stage}.
 *
 * <p>While no file serves, a read is a miss and a write is refused. A read that fails in the file is a miss; any other
 * call that fails there throws, because what it was to change may still be there.
 */
final class Session implements AutoCloseable {

    private final SizingPlan plan;
    private final DirectoryLock lock;
    private final StateFiles state;
    private final JournalFile journal;
    private final Mount mount;
    private final ExpirySweeper sweeper;
    private final DiskGauges gauges;

    private Session(DirectoryLock lock, DiskFolder folder, SizingPlan plan, TierContext context) {
        this.plan = plan;
        this.lock = lock;
        state = new StateFiles(folder.blobs(), plan.stateBytes());
        journal = new JournalFile(folder.journal(), plan.journalBytes());
        mount = new Mount(folder, plan, context);
        sweeper = new ExpirySweeper(mount, context);
        gauges = new DiskGauges(mount, plan, context.time());
    }

    static Session begin(DiskSettings settings, TierContext context) {
        JvmAccess.prepare();
        DiskFolder folder = new DiskFolder(settings.directory());
        Session session = new Session(lock(folder), folder, settings.plan(), context);
        session.mount.start(settings.startLimit());
        session.sweeper.start();
        return session;
    }

    private static DirectoryLock lock(DiskFolder folder) {
        try {
            Files.createDirectories(folder.directory());
            return DirectoryLock.acquire(folder.lock());
        } catch (DirectoryInUseException inUse) {
            throw new IllegalStateException(inUse.getMessage(), inUse);
        } catch (IOException failure) {
            throw new IllegalStateException(
                    "the cache directory " + folder.directory().toAbsolutePath() + " cannot be used (" + failure
                            + "); pass a folder that can be written to",
                    failure);
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
            return onFile(open, store -> store.put(key, entry, gate));
        }
        if (stage instanceof Stage.Opening opening && !opening.note(key)) {
            return put(key, entry, gate);
        }
        return gate.permits(Gate.ABSENT) ? PutResult.REFUSED : PutResult.GATE_CLOSED;
    }

    boolean remove(TierKey key, Gate gate) {
        Stage stage = stage();
        if (stage instanceof Stage.Open open) {
            return onFile(open, store -> store.remove(key, gate));
        }
        if (stage instanceof Stage.Opening opening && !opening.note(key)) {
            return remove(key, gate);
        }
        gate.permits(Gate.ABSENT);
        return false;
    }

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

    Journal journal() {
        stage();
        return journal;
    }

    Map<String, Double> gauges() {
        stage();
        Map<String, Double> all = gauges.all();
        all.put("journal.records", (double) journal.records());
        all.put("journal.bytes", (double) journal.length());
        return all;
    }

    /** Closes everything, the lock last. */
    @Override
    public void close() {
        sweeper.close();
        mount.close();
        journal.close();
        try {
            lock.close();
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
