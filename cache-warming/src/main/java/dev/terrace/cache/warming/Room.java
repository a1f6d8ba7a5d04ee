package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Host;
import dev.terrace.cache.warming.Planner.Wanted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Keeps warming from driving out of memory what is hotter than what it brings. */
final class Room {

    private static final double FULL = 0.95;

    private final Host host;
    private final AccessPatterns patterns;

    Room(Host host, AccessPatterns patterns) {
        this.host = host;
        this.patterns = patterns;
    }

    /**
     * Which keys go where.
     *
     * @param memory into memory and the tiers below
     * @param below only below
     */
    record Split(List<String> memory, List<String> below) {}

    /**
     * Lets keys into memory as long as there is room; then each only in place of one that memory would give up anyway and
     * that is expected to be read less.
     *
     * @param wanted most wanted first
     * @param then the time that matters
     */
    Split split(String region, List<Wanted> wanted, long then) {
        List<String> memory = new ArrayList<>();
        List<String> below = new ArrayList<>();
        if (host.memoryUse(region) < FULL) {
            wanted.forEach(key -> memory.add(key.key()));
            return new Split(memory, below);
        }
        Iterator<String> expendable = host.expendable(region, wanted.size()).iterator();
        double coldest = next(region, expendable, then);
        for (Wanted key : wanted) {
            if (key.outlook() > coldest) {
                memory.add(key.key());
                coldest = next(region, expendable, then);
            } else {
                below.add(key.key());
            }
        }
        return new Split(memory, below);
    }

    private double next(String region, Iterator<String> expendable, long then) {
        return expendable.hasNext() ? patterns.outlook(region, expendable.next(), then) : Double.POSITIVE_INFINITY;
    }
}
