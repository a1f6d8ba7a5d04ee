package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.extension.Heat.HotKey;
import dev.terrace.cache.time.TimeSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The patterns of all regions within one limit of memory. All tables have the same largest size; when together they take
 * too much it is halved, so that regions with few keys keep theirs and the large ones give.
 *
 * <p>Safe for use by many threads: one lock, held for a drain or a look, never across I/O.
 */
final class AccessPatterns {

    private static final int MOST_SLOTS = 1 << 16;
    private static final int FEWEST_SLOTS = 1 << 6;
    private static final double USUAL_KEY_BYTES = 80;

    private final WarmingSettings settings;
    private final TimeSource time;
    private final ZoneId zone;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<String, RegionPatterns> regions = new TreeMap<>();

    @GuardedBy("lock")
    private int slots = MOST_SLOTS;

    @GuardedBy("lock")
    private double keyBytes = USUAL_KEY_BYTES;

    AccessPatterns(WarmingSettings settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
        this.zone = settings.zone();
    }

    /** Lets reads of a region be counted. */
    void record(String region, BiConsumer<RegionPatterns, RegionPatterns.Writer> reads) {
        lock.lock();
        try {
            long now = time.millis();
            RegionPatterns patterns = regionFor(region, now);
            patterns.turn(Slot.at(now, zone), now);
            RegionPatterns.Writer writer = patterns.new Writer(now, settings.successors());
            reads.accept(patterns, writer);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private RegionPatterns regionFor(String region, long now) {
        return regions.computeIfAbsent(
                region, name -> new RegionPatterns(settings.halfLife(), slots, Slot.at(now, zone), now));
    }

    /** Returns the names of the regions that were read. */
    List<String> regions() {
        lock.lock();
        try {
            return new ArrayList<>(regions.keySet());
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the patterns of a region; the default if it was never read. */
    <T> T look(String region, T byDefault, Function<RegionPatterns, T> look) {
        lock.lock();
        try {
            RegionPatterns patterns = regions.get(region);
            return patterns == null ? byDefault : look.apply(patterns);
        } finally {
            lock.unlock();
        }
    }

    /** Returns what is to be stored. */
    List<PatternCodec.Row> rows() {
        lock.lock();
        try {
            List<PatternCodec.Row> rows = new ArrayList<>();
            regions.forEach((name, patterns) -> rows.addAll(PatternRows.of(name, patterns, time.millis())));
            return rows;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds what was stored.
     *
     * @param age milliseconds since then
     * @throws RuntimeException if a row makes no sense; those before it were added
     */
    void add(List<PatternCodec.Row> rows, long age) {
        lock.lock();
        try {
            long now = time.millis();
            rows.forEach(row -> PatternRows.add(row, regionFor(row.region(), now), age, now));
        } finally {
            lock.unlock();
        }
    }

    double rate(String region, String key) {
        return look(region, 0.0, patterns -> patterns.rate(key, time.millis()));
    }

    List<HotKey> hottest(String region, int most) {
        return look(region, List.of(), patterns -> patterns.hottest(most, time.millis()));
    }

    /** Returns the keys that the history of this hour says are wanted, a moment from now. */
    List<HotKey> expected(String region, int most, long at) {
        return look(region, List.of(), patterns -> patterns.history().hottest(Slot.at(at, zone), most, time.millis()));
    }

    /** Returns how often a key is expected to be read at a moment soon, per second. */
    double outlook(String region, String key, long at) {
        return look(region, 0.0, patterns -> patterns.outlook(key, Slot.at(at, zone), time.millis()));
    }

    /** Returns how many reads of a key are expected within one half-life from a moment soon. */
    double expectedReads(String region, String key, long at) {
        return look(region, 0.0, patterns -> patterns.expectedReads(key, Slot.at(at, zone), time.millis()));
    }

    /** Keeps to the limit of memory, ends hours that are over, and learns again what follows on what. */
    void upkeep() {
        lock.lock();
        try {
            long now = time.millis();
            measureKeys(now);
            regions.values().forEach(patterns -> {
                patterns.turn(Slot.at(now, zone), now);
                patterns.learnSuccessors(now);
            });
            while (bytes() > settings.maximumBytes() && slots > FEWEST_SLOTS) {
                slots /= 2;
                for (RegionPatterns patterns : regions.values()) {
                    patterns.resize(slots, now);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void measureKeys(long now) {
        long bytes = 0;
        long keys = 0;
        for (RegionPatterns patterns : regions.values()) {
            long[] measured = patterns.keyBytes(now);
            bytes += measured[0];
            keys += measured[1];
        }
        keyBytes = keys == 0 ? USUAL_KEY_BYTES : (double) bytes / keys;
    }

    /** Returns about how much memory the patterns take. */
    long bytes() {
        lock.lock();
        try {
            long bytes = 0;
            for (RegionPatterns patterns : regions.values()) {
                bytes += patterns.bytes(keyBytes);
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
