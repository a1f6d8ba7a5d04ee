package dev.terrace.cache.metrics.stats;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.ManagerStats;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sliding windows over counters that only grow: three rings of {@value #PARTS} and one older rows each. A window is the
 * difference between now and the youngest row that is at least as old as the window is long, so it is up to a twelfth
 * longer than its name says. Costs about 14 KB a region. For use by many threads.
 */
public final class Windows {

    static final int PARTS = 12;

    /** How often {@link #add} is to be called: a twelfth of the shortest window. */
    public static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Ring minute = new Ring(Duration.ofMinutes(1));
    private final Ring fiveMinutes = new Ring(Duration.ofMinutes(5));
    private final Ring fifteenMinutes = new Ring(Duration.ofMinutes(15));
    private final long startNanos;

    /** Makes windows over counters that were all zero, or are taken as such, at a reading of the manager's clock. */
    public Windows(long nanos, ManagerStats start) {
        startNanos = nanos;
        Rows rows = Rows.of(nanos, start);
        minute.add(rows);
        fiveMinutes.add(rows);
        fifteenMinutes.add(rows);
    }

    /** Adds the counters as they are now; rows that come too soon for a ring are left out there. */
    public synchronized void add(long nanos, ManagerStats lifetime) {
        Rows rows = Rows.of(nanos, lifetime);
        minute.addIfDue(rows);
        fiveMinutes.addIfDue(rows);
        fifteenMinutes.addIfDue(rows);
    }

    /**
     * Returns what was counted for a region, or for all of them.
     *
     * @param region null for all of them
     * @param lifetime its counters now
     * @param sinceReset its counters since the last reset
     */
    public synchronized Counted counted(
            @Nullable String region, long nanos, CacheStats lifetime, CacheStats sinceReset) {
        return new Counted(
                Window.of((nanos - startNanos) / 1e9, lifetime),
                Window.of(0, sinceReset),
                minute.window(region, nanos, lifetime),
                fiveMinutes.window(region, nanos, lifetime),
                fifteenMinutes.window(region, nanos, lifetime));
    }

    /** The counters of all regions at one moment. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    private record Rows(long nanos, long[] total, Map<String, long[]> regions) {

        static Rows of(long nanos, ManagerStats stats) {
            Map<String, long[]> regions = new HashMap<>();
            stats.regions().forEach((name, counts) -> regions.put(name, Flat.of(counts)));
            return new Rows(nanos, Flat.of(stats.total()), regions);
        }

        /** A region that was not made yet had counted nothing. */
        long @Nullable [] of(@Nullable String region) {
            return region == null ? total : regions.get(region);
        }
    }

    private static final class Ring {

        private final long length;
        private final Rows[] rows = new Rows[PARTS + 1];
        private int newest = -1;
        private int size;

        Ring(Duration length) {
            this.length = length.toNanos();
        }

        void add(Rows added) {
            newest = (newest + 1) % rows.length;
            rows[newest] = added;
            size = Math.min(size + 1, rows.length);
        }

        void addIfDue(Rows added) {
            if (added.nanos() - rows[newest].nanos() >= length / PARTS) {
                add(added);
            }
        }

        Window window(@Nullable String region, long nanos, CacheStats now) {
            Rows from = rows[newest];
            for (int back = 1; back < size && nanos - from.nanos() < length; back++) {
                from = rows[Math.floorMod(newest - back, rows.length)];
            }
            long[] before = from.of(region);
            return Window.of((nanos - from.nanos()) / 1e9, before == null ? now : Flat.since(before, now));
        }
    }
}
