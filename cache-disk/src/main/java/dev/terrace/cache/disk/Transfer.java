package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One export or import of a store that is open. For one thread. */
final class Transfer {

    private static final int TELL_EVERY = 1_000;

    private final EntryStore store;
    private final InstantSource clock;
    private final TransferProgress progress;
    private long entries;
    private long bytes;
    private long skipped;

    Transfer(EntryStore store, InstantSource clock, TransferProgress progress) {
        this.store = store;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * Copies what is live, one segment after the other, while reads and writes go on.
     *
     * @param unsettled says what is in the file but must not count any more
     */
    TransferReport export(Path file, List<Journal.Item> unsettled) throws IOException {
        Doomed doomed = new Doomed(unsettled);
        try (ExportFile.Writer out = new ExportFile.Writer(file)) {
            for (int segment = 0; segment < store.disk().segments(); segment++) {
                export(segment, doomed, out);
                if (!progress.goOn(entries, bytes)) {
                    return report(false);
                }
            }
            out.finish();
            return report(true);
        }
    }

    private void export(int segment, Doomed doomed, ExportFile.Writer out) throws IOException {
        long now = clock.millis();
        for (EntryStore.Copy copy : store.copy(segment)) {
            Entry entry = copy.entry();
            if (entry == null || entry.staleUntil() < now || doomed.covers(key(copy.key()), entry)) {
                skipped++;
                continue;
            }
            out.add(copy.key(), entry.bytes());
            entries++;
            bytes += (long) copy.key().length + entry.bytes().length;
        }
    }

    /** Reads the whole file before the first entry is stored, so that a damaged one changes nothing. */
    TransferReport importFrom(Path file) throws IOException {
        ExportFile.read(file, (key, entry) -> {
            key(key); // fails if it is none
            return true;
        });
        return report(ExportFile.read(file, this::take));
    }

    private boolean take(byte[] key, Entry entry) {
        boolean stored = entry.staleUntil() >= clock.millis()
                && store.put(key(key), entry, presentTag -> presentTag == Gate.ABSENT) == PutResult.STORED;
        if (stored) {
            entries++;
            bytes += (long) key.length + entry.bytes().length;
        } else {
            skipped++;
        }
        return (entries + skipped) % TELL_EVERY != 0 || progress.goOn(entries, bytes);
    }

    private TransferReport report(boolean complete) {
        return new TransferReport(entries, bytes, skipped, complete);
    }

    private static TierKey key(byte[] utf8) {
        String full = new String(utf8, StandardCharsets.UTF_8);
        int colon = full.indexOf(':');
        return new TierKey(full.substring(0, Math.max(0, colon)), full.substring(colon + 1));
    }

    /** What was removed but may still lie in the file. */
    private static final class Doomed {

        private final List<Journal.Barrier> barriers;
        private final Set<TierKey> keys = new HashSet<>();

        Doomed(List<Journal.Item> unsettled) {
            barriers = unsettled.stream()
                    .filter(Journal.Barrier.class::isInstance)
                    .map(Journal.Barrier.class::cast)
                    .toList();
            for (Journal.Item item : unsettled) {
                if (item instanceof Journal.Distrust distrust) {
                    keys.add(distrust.key());
                }
            }
        }

        boolean covers(TierKey key, Entry entry) {
            return keys.contains(key)
                    || barriers.stream()
                            .anyMatch(barrier -> entry.position() <= barrier.position()
                                    && barrier.scope().matches(key, entry));
        }
    }
}
