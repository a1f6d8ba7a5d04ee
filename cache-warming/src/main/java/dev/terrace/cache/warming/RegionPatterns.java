package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Heat.HotKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the reads of one region: how hot its keys are now, when they are wanted, and what is read after what.
 *
 * <p>For use under one lock.
 */
final class RegionPatterns {

    /** A key must have been seen so often before it predicts another. */
    private static final double FEWEST_FIRSTS = 4;

    /** In so large a share of its reads the other one must have followed. */
    private static final double LEAST_SHARE = 0.3;

    private static final double SECONDS_AN_HOUR = 3600;
    private static final int HISTORY_PART = 32;
    private static final int PAIRS_PART = 8;
    private static final int FEWEST_SLOTS = 16;

    private final double halfLifeSeconds;
    private final DecayedSketch<String> heat;
    private final History history;
    private final Trust trust = new Trust();
    private final DecayedSketch<Pair> pairs;
    private Map<String, String> successors = Map.of();
    private long begin;

    /**
     * Makes patterns of nothing.
     *
     * @param slots of the largest table, a power of two
     */
    RegionPatterns(Duration halfLife, int slots, Slot slot, long now) {
        this.halfLifeSeconds = halfLife.toMillis() / 1000.0;
        this.heat = new DecayedSketch<>(halfLife, slots, now);
        this.history = new History(part(slots, HISTORY_PART), slot, now);
        this.pairs = new DecayedSketch<>(halfLife, part(slots, PAIRS_PART), now);
        this.begin = now;
    }

    private static int part(int slots, int by) {
        return Math.max(FEWEST_SLOTS, slots / by);
    }

    DecayedSketch<String> heat() {
        return heat;
    }

    History history() {
        return history;
    }

    Trust trust() {
        return trust;
    }

    /** Ends the hour that goes on if it is over, and finds out how well it was foreseen. */
    void turn(Slot next, long now) {
        if (next.equals(history.slot())) {
            return;
        }
        List<HotKey> actual = history.current().rows(now, Trust.KEYS).stream()
                .map(row -> new HotKey(row.item(), row.count()))
                .toList();
        trust.end(history.hottest(history.slot(), Trust.KEYS, now), actual);
        history.turn(next, now);
        trust.begin(hottest(Trust.KEYS, now));
    }

    /** Returns how often a key is expected to be read in an hour: by what is known of it, each as far as it is trusted. */
    double outlook(String key, Slot at, long now) {
        double rate = rate(key, now);
        if (!history.knows(at)) {
            return rate;
        }
        double weight = trust.ofHistory();
        return weight * history.expected(key, at, now) + (1 - weight) * rate;
    }

    /** Returns how many reads of a key are expected within one half-life; what history says holds for one hour only. */
    double expectedReads(String key, Slot at, long now) {
        double byHeat = rate(key, now) * halfLifeSeconds;
        if (!history.knows(at)) {
            return byHeat;
        }
        double weight = trust.ofHistory();
        double byHistory = history.expected(key, at, now) * Math.min(halfLifeSeconds, SECONDS_AN_HOUR);
        return weight * byHistory + (1 - weight) * byHeat;
    }

    DecayedSketch<Pair> pairs() {
        return pairs;
    }

    double halfLifeMillis() {
        return halfLifeSeconds * 1000;
    }

    long begin() {
        return begin;
    }

    /** Says since when reads are counted, if that is earlier. */
    void beganBy(long time) {
        begin = Math.min(begin, time);
    }

    /** Counts reads, one after the other. */
    final class Writer {
        private final boolean withPairs;
        private final long heatWeight;
        private final long currentWeight;
        private final long pairWeight;
        private @Nullable String before;

        Writer(long now, boolean withPairs) {
            this.withPairs = withPairs;
            this.heatWeight = heat.weight(now);
            this.currentWeight = history.current().weight(now);
            this.pairWeight = pairs.weight(now);
        }

        /** Counts a read; null says that the next one does not follow on the one before. */
        void read(@Nullable String key) {
            if (key != null) {
                heat.add(key, heatWeight);
                history.current().add(key, currentWeight);
                if (withPairs && before != null && !before.equals(key)) {
                    pairs.add(new Pair(before, key), pairWeight);
                }
            }
            before = key;
        }
    }

    /** Returns how often a key is read per second, older reads for less. */
    double rate(String key, long now) {
        return perSecond(heat.count(key, now), now);
    }

    /** A steady rate r has a decayed count of r * halfLife / ln 2, once a few half-lives have passed. */
    private double perSecond(double count, long now) {
        double age = Math.max(1, (now - begin) / 1000.0);
        double grown = 1 - Math.pow(2, -age / halfLifeSeconds);
        return count * Math.log(2) / halfLifeSeconds / grown;
    }

    List<HotKey> hottest(int most, long now) {
        return heat.rows(now, most).stream()
                .map(row -> new HotKey(row.item(), perSecond(row.count(), now)))
                .toList();
    }

    /** Returns what is usually read right after a key; null if nothing is. */
    @Nullable
    String successor(String key) {
        return successors.get(key);
    }

    /** Finds out again what follows on what. */
    void learnSuccessors(long now) {
        Map<String, String> learned = new HashMap<>();
        for (DecayedSketch.Row<Pair> row : pairs.rows(now)) {
            double firsts = heat.count(row.item().first(), now);
            if (firsts >= FEWEST_FIRSTS && row.count() >= LEAST_SHARE * firsts) {
                learned.putIfAbsent(row.item().first(), row.item().then());
            }
        }
        successors = Map.copyOf(learned);
    }

    void resize(int slots, long now) {
        heat.resize(slots, now);
        history.resize(part(slots, HISTORY_PART), now);
        pairs.resize(part(slots, PAIRS_PART), now);
    }

    /**
     * Returns about how much memory this takes.
     *
     * @param keyBytes what a key takes on average
     */
    long bytes(double keyBytes) {
        long keys = heat.size() + history.size() + pairs.size() * 3L + successors.size();
        return heat.tableBytes() + history.tableBytes() + pairs.tableBytes() + (long) (keys * keyBytes);
    }

    /** Returns the bytes of the tracked keys and their number, for an average. */
    long[] keyBytes(long now) {
        long bytes = 0;
        List<DecayedSketch.Row<String>> rows = heat.rows(now);
        for (DecayedSketch.Row<String> row : rows) {
            bytes += bytesOf(row.item());
        }
        return new long[] {bytes, rows.size()};
    }

    /** A string object and its array of one byte a character, or two. */
    private static long bytesOf(String key) {
        return 56L + key.length();
    }
}
