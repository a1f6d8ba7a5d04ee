package dev.terrace.cache.disk;

import dev.terrace.cache.tier.TierSize;
import dev.terrace.cache.time.TimeSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The numbers of a disk tier, none of which takes a walk. Counters begin at the start of the file that serves. */
final class DiskGauges {

    private static final Logger LOG = LoggerFactory.getLogger(DiskGauges.class);

    private static final double NANOS_PER_DAY = 86_400e9;

    private final Mount mount;
    private final SizingPlan plan;
    private final Path directory;
    private final TimeSource time;

    DiskGauges(Mount mount, SizingPlan plan, Path directory, TimeSource time) {
        this.mount = mount;
        this.plan = plan;
        this.directory = directory;
        this.time = time;
    }

    TierSize size(EntryStore store) {
        DiskCounters counters = store.disk().counters();
        long entries = Math.max(0, counters.entries.sum());
        return new TierSize(
                entries,
                Math.min(entries, counters.expiries.before(time.millis())),
                Math.max(0, counters.usedBytes.sum()) + store.side().usedBytes(),
                plan.budgetBytes(),
                !store.disk().knowsAll());
    }

    Map<String, Double> all() {
        Map<String, Double> all = new TreeMap<>();
        all.put("available", mount.stage() instanceof Stage.Open ? 1.0 : 0.0);
        all.put("waiting.for.directory", mount.stage() instanceof Stage.Waiting ? 1.0 : 0.0);
        all.put("faults", (double) mount.faults().total());
        all.put("rebuilds", (double) mount.rebuilds());
        all.put("recovery.problems", (double) mount.recoveryProblems());
        addFreeBytes(all);
        if (mount.stage() instanceof Stage.Open open) {
            ofFile(open, all);
        }
        return all;
    }

    /** Left out if the folder is gone: no number is better than a wrong one. */
    private void addFreeBytes(Map<String, Double> all) {
        try {
            all.put("free.bytes", (double) Files.getFileStore(directory).getUsableSpace());
        } catch (IOException e) {
            LOG.debug("free_bytes_unknown directory={}", directory, e);
        }
    }

    private void ofFile(Stage.Open open, Map<String, Double> all) {
        EntryStore store = open.store();
        DiskCounters counters = store.disk().counters();
        TierSize size = size(store);
        all.put("entries.live", (double) (size.entries() - size.expired()));
        all.put("entries.expired", (double) size.expired());
        all.put("used.bytes", (double) size.bytes());
        all.put("used.ratio", (double) size.bytes() / plan.budgetBytes());
        all.put("large.files", (double) store.side().count());
        all.put("large.bytes", (double) store.side().usedBytes());
        all.put("evictions", (double) counters.evictions.sum());
        all.put("expired.removed", (double) (counters.expired.sum() + counters.swept.sum()));
        all.put("corrupt", (double) counters.corrupt.sum());
        all.put("segments.cleared", (double) counters.clearedSegments.sum());
        all.put("written.bytes", (double) counters.writtenBytes.sum());
        all.put("written.bytes.per.day", perDay(counters.writtenBytes.sum(), time.nanos() - open.sinceNanos()));
        all.put("heap.bytes", (double) store.disk().heapBytes());
    }

    private static double perDay(long bytes, long nanos) {
        return nanos <= 0 ? 0 : bytes * NANOS_PER_DAY / nanos;
    }
}
