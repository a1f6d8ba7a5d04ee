package dev.terrace.cache.disk;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.tier.Divisible;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Suspects;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.time.SystemTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Entries in a folder of this machine: bounded in bytes, warm after a restart and after a kill.
 *
 * <pre>{@code
 * CacheManager.builder().tier(DiskTier.at(Path.of("cache")).maximumBytes(2L << 30)).build();
 * }</pre>
 *
 * <p>The methods that set something return a tier of their own that is not started; start one of them. A folder belongs
 * to one tier of one process at a time: starting a second one fails at once, unless it was told to
 * {@linkplain #waitForDirectory wait}. Old content never makes a start fail: what
 * cannot be trusted is given up, with one line in the log that says why.
 *
 * <p>Any thread. A read takes about a microsecond when the page is in memory; values above a quarter of a segment
 * (see {@code docs/disk.md}) lie in files of their own and may block on disk.
 */
public final class DiskTier implements Tier, Divisible, StateStore, Journal, Gauges, Suspects {

    private static final String NAME = "disk";
    private static final Duration LONGEST_RECOVERY = Duration.ofHours(1);

    private final DiskSettings settings;
    private volatile @Nullable Session session;
    private volatile boolean closed;

    private DiskTier(DiskSettings settings) {
        this.settings = settings;
    }

    /**
     * Describes a tier in a folder, with room for 1 GiB.
     *
     * @param directory a folder of its own; made at the start when it is missing
     */
    public static DiskTier at(Path directory) {
        return new DiskTier(DiskSettings.at(Objects.requireNonNull(
                directory, "directory must not be null; pass the path of a folder for the cache alone")));
    }

    /**
     * Returns a tier whose files together take at most so much space. Another size than the last time begins empty.
     *
     * @param bytes 1 MiB to 100 GiB
     */
    @Override
    public DiskTier maximumBytes(long bytes) {
        return new DiskTier(settings.withMaximumBytes(bytes));
    }

    /**
     * Returns a tier that is laid out for values of about this mean size; 1 KiB unless set. A mean that is far off costs
     * room, nothing else. Another layout than the last time begins empty.
     *
     * @param bytes 1 byte to 1 MiB, as encoded
     */
    public DiskTier averageValueBytes(int bytes) {
        return new DiskTier(settings.withAverageValueBytes(bytes));
    }

    /**
     * Returns a tier that starts although another process has the folder, as in a rolling deploy: without entries at
     * first, every read a miss. As soon as the other process has closed its tier or has ended, this one takes the
     * folder over with what is in it, except for the keys that changed here meanwhile. With a shared tier above it,
     * everything in the folder is verified before it is served. When the time is over the tier stays empty until the
     * next start. Under write-behind, writes are synchronous while it waits.
     *
     * @param limit zero to a day; zero, the default, makes a start fail when the folder is in use
     */
    public DiskTier waitForDirectory(Duration limit) {
        return new DiskTier(settings.withDirectoryWait(Objects.requireNonNull(
                limit, "limit must not be null; pass Duration.ZERO to fail when the folder is in use")));
    }

    /**
     * Returns a tier that stores an entry only if its key was seen before, or is stored already: keys that are used once
     * cost no write to disk. Takes two bytes of heap for each entry the tier has room for. To let only some regions in,
     * use {@link dev.terrace.cache.policy.Admission}.
     *
     * @param window for how long a key counts as seen, at least for half of it; zero, the default, stores every key; at
     *     most 365 days
     */
    public DiskTier secondSight(Duration window) {
        return new DiskTier(settings.withSecondSight(
                Objects.requireNonNull(window, "window must not be null; pass Duration.ZERO to store every key")));
    }

    /**
     * Returns a tier that stores only entries with at least so much time to live.
     *
     * @param ttl zero, the default, to 365 days
     */
    public DiskTier minimumTtl(Duration ttl) {
        return new DiskTier(settings.withMinimumTtl(
                Objects.requireNonNull(ttl, "ttl must not be null; pass Duration.ZERO to store every entry")));
    }

    /** Returns a tier whose start waits so long for a recovery. */
    DiskTier startLimit(Duration limit) {
        return new DiskTier(settings.withStartLimit(limit));
    }

    /**
     * Starts this tier as a small persistent cache of its own, without a memory tier above it. Closing the manager
     * closes the tier.
     */
    public CacheManager open() {
        return CacheManager.builder()
                .memory(MemorySettings::disabled)
                .tier(this)
                .build();
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * Opens the folder. Returns within about 5 seconds; when the recovery of a large file takes longer, every read is a
     * miss until it is done.
     *
     * @throws IllegalStateException if the folder is in use or cannot be made, or the JVM lacks a flag; the message says
     *     what to do
     */
    @Override
    public synchronized void start(TierContext context) {
        if (session != null || closed) {
            throw new IllegalStateException("the disk tier at " + settings.directory()
                    + " was started before; make a new one with DiskTier.at(...)");
        }
        session = Session.begin(settings, context);
    }

    @Override
    public @Nullable Entry get(TierKey key) {
        return session().get(key);
    }

    @Override
    public PutResult put(TierKey key, Entry entry, Gate gate) {
        return session().put(key, entry, gate);
    }

    @Override
    public boolean remove(TierKey key, Gate gate) {
        return session().remove(key, gate);
    }

    @Override
    public Scan scan(Scope scope) {
        return session().scan(scope);
    }

    @Override
    public TierSize size() {
        return session().size();
    }

    @Override
    public byte @Nullable [] remembered(String name) {
        return new StateFiles(new DiskFolder(settings.directory()).blobs(), 0).load(name);
    }

    @Override
    public byte @Nullable [] load(String name) {
        return session().state().load(name);
    }

    @Override
    public void save(String name, byte[] blob) {
        session().state().save(name, blob);
    }

    @Override
    public boolean isForeign() {
        return session().state().isForeign();
    }

    @Override
    public void whenOwned(Runnable task) {
        session().journal().whenOwned(task);
    }

    @Override
    public void append(Item item) {
        session().journal().append(item);
    }

    @Override
    public void settle(long position) {
        session().journal().settle(position);
    }

    @Override
    public List<Item> unsettled() {
        return session().journal().unsettled();
    }

    @Override
    public boolean isComplete() {
        return session().journal().isComplete();
    }

    @Override
    public Walk suspects(long epoch) {
        return session().suspects(epoch);
    }

    @Override
    public boolean confirm(TierKey key, long tag, long epoch) {
        return session().confirm(key, tag, epoch);
    }

    /** Exports everything, as {@link #export(Path, TransferProgress)}. */
    public TransferReport export(Path file) throws IOException {
        return export(file, (entries, bytes) -> true);
    }

    /**
     * Copies the live entries, with their times to live, to a file that {@link #importFrom} takes, whatever the size of
     * that tier. Reads and writes go on meanwhile: what they change may be in the file or not. Needs
     * {@code com.github.luben:zstd-jni} on the class path. Blocks on disk.
     *
     * @param file replaced when the export is complete; what was there stays if it is not
     * @throws IOException if the file cannot be written
     * @throws dev.terrace.cache.tier.TierUnavailableException if the tier is still being opened
     */
    public TransferReport export(Path file, TransferProgress progress) throws IOException {
        return session().export(file, progress);
    }

    /** Imports everything, as {@link #importFrom(Path, TransferProgress)}. */
    public TransferReport importFrom(Path file) throws IOException {
        return importFrom(file, (entries, bytes) -> true);
    }

    /**
     * Puts the entries of an export into the folder, before the tier is started: a running cache may hold newer values
     * above the disk. Entries that have expired are left out, and so are keys that the folder has already. With a shared
     * tier every imported entry is verified before it is served; without one, values that were replaced or deleted
     * since the export are served again. Blocks on disk.
     *
     * @throws IOException if the file is damaged, and then nothing was imported, or cannot be read
     * @throws IllegalStateException if this tier was started, or another one has the folder
     */
    public synchronized TransferReport importFrom(Path file, TransferProgress progress) throws IOException {
        if (session != null || closed) {
            throw new IllegalStateException("import must come before the start of the disk tier at "
                    + settings.directory() + "; call DiskTier.at(...).importFrom(...) before the manager is built");
        }
        DiskSettings patient = settings.withDirectoryWait(Duration.ZERO).withStartLimit(LONGEST_RECOVERY);
        try (SystemTime time = new SystemTime();
                Session own = Session.begin(patient, new TierContext(time, Runnable::run))) {
            return own.importFrom(file, progress);
        }
    }

    @Override
    public Map<String, Double> gauges() {
        return session().gauges();
    }

    @Override
    public synchronized void close() {
        Session ending = session;
        if (ending != null && !closed) {
            ending.close();
        }
        closed = true;
    }

    private Session session() {
        Session current = session;
        if (current == null) {
            throw new IllegalStateException("the disk tier at " + settings.directory()
                    + " was not started; pass it to CacheManager.builder().tier(...), or call open()");
        }
        return current;
    }

    @Override
    public String toString() {
        return "DiskTier[" + settings.directory() + ", " + settings.maximumBytes() + " bytes]";
    }
}
