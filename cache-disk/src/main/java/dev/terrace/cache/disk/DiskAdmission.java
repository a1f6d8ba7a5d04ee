package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Decides which entries are worth a write to disk, as the settings say: those of keys seen before, those that live for
 * long enough, or all. An entry that is in the file already and is only confirmed is always admitted. Any thread.
 */
final class DiskAdmission {

    private final @Nullable SecondSight sights;
    private final long minimumTtlMillis;
    private final TimeSource time;
    private final LongAdder refused = new LongAdder();

    DiskAdmission(DiskSettings settings, TimeSource time) {
        this.time = time;
        minimumTtlMillis = settings.minimumTtl().toMillis();
        SizingPlan plan = settings.plan();
        long keys = (long) plan.segments() * plan.averageEntriesPerSegment();
        sights = settings.secondSight().isZero()
                ? null
                : new SecondSight(settings.secondSight().toNanos(), keys, time::nanos);
    }

    boolean admits(TierKey key, Entry entry, EntryStore store) {
        boolean wanted = livesLongEnough(entry)
                ? isKnown(key, store)
                : store.presentTag(key) == entry.tag(); // it is only confirmed
        if (!wanted) {
            refused.increment();
        }
        return wanted;
    }

    private boolean livesLongEnough(Entry entry) {
        return minimumTtlMillis == 0
                || entry.expiresAt() == EntryFormat.NEVER
                || entry.expiresAt() - time.recentMillis() >= minimumTtlMillis;
    }

    private boolean isKnown(TierKey key, EntryStore store) {
        return sights == null || sights.isSecond(Fingerprint.of(key.utf8())) || store.presentTag(key) != Gate.ABSENT;
    }

    long refused() {
        return refused.sum();
    }

    long heapBytes() {
        return sights == null ? 0 : sights.heapBytes();
    }
}
