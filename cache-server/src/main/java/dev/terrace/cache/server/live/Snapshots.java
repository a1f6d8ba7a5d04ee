package dev.terrace.cache.server.live;

import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.stats.Statistics;
import org.jspecify.annotations.Nullable;

/** Makes snapshots from one reading after the other. For use by one thread at a time. */
final class Snapshots {

    private final CacheMetrics metrics;
    private @Nullable Statistics last;
    private long number;

    Snapshots(CacheMetrics metrics) {
        this.metrics = metrics;
    }

    /** Forgets the last reading: nobody listened for a while, so the next difference would be over all that time. */
    void begin() {
        last = null;
    }

    Snapshot next() {
        Statistics now = metrics.statistics();
        Statistics before = last == null ? now : last;
        last = now;
        return new Difference(before, now).snapshot(++number);
    }
}
