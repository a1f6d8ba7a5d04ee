package dev.terrace.cache.engine;

import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Heat.HotKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How much memory would hold the keys that most reads ask for. */
final class HeatNeed {

    private static final double MOST_READS = 0.9;

    /** Of each region; more are not told apart by what measures them. */
    private static final int MOST_KEYS = 50_000;

    private HeatNeed() {}

    private record Key(double perSecond, double bytes) {}

    /**
     * Returns the bytes of the hottest keys that make up nine tenths of the measured heat, each taken to be as large as
     * its region's entries are on average; 0 if nothing is known.
     */
    static long bytes(Iterable<? extends Region<?>> regions, Heat heat) {
        List<Key> keys = new ArrayList<>();
        for (Region<?> region : regions) {
            double bytes = averageBytes(region);
            if (bytes > 0) {
                for (HotKey key : heat.hottest(region.name(), MOST_KEYS)) {
                    keys.add(new Key(key.perSecond(), bytes));
                }
            }
        }
        keys.sort(Comparator.comparingDouble(Key::perSecond).reversed());
        double left = MOST_READS * keys.stream().mapToDouble(Key::perSecond).sum();
        double bytes = 0;
        for (Key key : keys) {
            if (left <= 0) {
                break;
            }
            left -= key.perSecond();
            bytes += key.bytes();
        }
        return (long) bytes;
    }

    private static double averageBytes(Region<?> region) {
        region.parts().settleMemory(); // pending evictions are entries without a weight
        var memory = region.parts().memory();
        return memory == null || memory.size() == 0 ? 0 : (double) memory.weight() / memory.size();
    }
}
