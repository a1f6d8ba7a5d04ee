package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.TimeSource;
import dev.terrace.cache.warming.PatternCodec.Content;
import dev.terrace.cache.warming.PatternCodec.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps patterns over restarts, in numbered blobs. A process that is killed while it saves leaves blobs of two savings
 * behind: then the newer one's rows count. Safe for use by many threads; blocks on disk, under a lock of its own that nothing
 * else waits for.
 */
final class PatternStore {

    private static final Logger LOG = LoggerFactory.getLogger(PatternStore.class);

    private static final String NAME = "warming-";
    private static final String DAMAGED = "warming-damaged-";
    private static final int MOST_BLOBS = 64;

    private final StateStore store;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private int blobs;

    PatternStore(StateStore store, TimeSource time) {
        this.store = store;
        this.time = time;
    }

    /** Saves what is known; false if that failed, which is logged. */
    boolean save(AccessPatterns patterns) {
        lock.lock();
        try {
            List<byte[]> saved = PatternCodec.encode(time.millis(), patterns.rows());
            int count = Math.min(MOST_BLOBS, saved.size());
            for (int i = 0; i < count; i++) {
                store.save(NAME + i, saved.get(i));
            }
            for (int i = count; i < blobs; i++) {
                store.save(NAME + i, new byte[0]);
            }
            blobs = count;
            return true;
        } catch (RuntimeException e) {
            LOG.warn("warming_patterns_not_saved", e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Adds what was saved to what is known. Damaged blobs are set aside. */
    void load(AccessPatterns patterns) {
        List<Content> contents = new ArrayList<>();
        lock.lock();
        try {
            for (int i = 0; i < MOST_BLOBS; i++) {
                byte[] blob = blob(NAME + i);
                if (blob == null) {
                    break;
                }
                blobs = i + 1;
                if (blob.length > 0) {
                    read(i, blob, contents);
                }
            }
        } finally {
            lock.unlock();
        }
        merge(contents, patterns);
    }

    private byte @Nullable [] blob(String name) {
        try {
            return store.load(name);
        } catch (RuntimeException e) {
            LOG.warn("warming_patterns_not_read name={}", name, e);
            return null;
        }
    }

    private void read(int number, byte[] blob, List<Content> contents) {
        try {
            contents.add(PatternCodec.decode(blob));
        } catch (IOException | RuntimeException e) {
            setAside(number, blob, e);
        }
    }

    private void setAside(int number, byte[] blob, Exception why) {
        LOG.warn("warming_patterns_damaged name={}{} kept_as={}{}", NAME, number, DAMAGED, number, why);
        try {
            store.save(DAMAGED + number, blob);
        } catch (RuntimeException e) {
            LOG.warn("warming_patterns_not_kept name={}{}", DAMAGED, number, e);
        }
    }

    private void merge(List<Content> contents, AccessPatterns patterns) {
        contents.sort(Comparator.comparingLong(Content::savedAt).reversed());
        Set<Row> known = new HashSet<>();
        for (Content content : contents) {
            boolean isNewest = content.savedAt() == contents.get(0).savedAt();
            List<Row> rows = content.rows().stream()
                    .filter(row -> isNewest || !known.contains(named(row)))
                    .toList();
            if (contents.get(contents.size() - 1).savedAt() != contents.get(0).savedAt()) {
                rows.forEach(row -> known.add(named(row)));
            }
            add(rows, Math.max(0, time.millis() - content.savedAt()), patterns);
        }
    }

    private static Row named(Row row) {
        return new Row(row.region(), row.kind(), row.item(), 0);
    }

    private static void add(List<Row> rows, long age, AccessPatterns patterns) {
        try {
            patterns.add(rows, age);
        } catch (RuntimeException e) {
            LOG.warn("warming_patterns_make_no_sense", e);
        }
    }
}
