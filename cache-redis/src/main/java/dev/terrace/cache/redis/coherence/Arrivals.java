package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.Message.Range;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers that have arrived from one sender, and those that are missing below the highest. For one thread. */
final class Arrivals {

    private final int mostHoles;
    private final Map<Long, Long> holes = new LinkedHashMap<>(); // number to when it was missed, the oldest first
    private long highest;

    /** The own heartbeat that was heard last before this sender was heard last. */
    @Nullable
    Long lastOwnBeat;

    boolean saidGoodbye;

    Arrivals(long highest, int mostHoles) {
        this.highest = highest;
        this.mostHoles = mostHoles;
    }

    /** Notes that a number has arrived; false if far too many before it have not. */
    boolean arrived(long number, long nowNanos) {
        if (number <= highest) {
            holes.remove(number);
            return true;
        }
        boolean fits = expect(number - 1, nowNanos);
        highest = number;
        return fits;
    }

    /** Notes that all numbers up to this one were given out; false if far too many have not arrived. */
    boolean expect(long number, long nowNanos) {
        if (number - highest > mostHoles - holes.size()) {
            highest = Math.max(highest, number);
            return false;
        }
        while (highest < number) {
            holes.put(++highest, nowNanos);
        }
        return true;
    }

    /** Notes numbers that were never sent. */
    void unused(Range range) {
        long end = range.first() + range.count();
        if (holes.size() < range.count()) {
            holes.keySet().removeIf(number -> number >= range.first() && number < end);
        } else {
            for (long number = range.first(); number < end; number++) {
                holes.remove(number);
            }
        }
        if (range.first() <= highest + 1 && end - 1 > highest) {
            highest = end - 1;
        }
    }

    /** Returns true if a number is missing that was missing at this time. */
    boolean hasHoleOf(long nanos) {
        return !holes.isEmpty() && holes.values().iterator().next() - nanos <= 0;
    }

    boolean hasHoleOlderThan(long ageNanos, long nowNanos) {
        return !holes.isEmpty() && nowNanos - holes.values().iterator().next() > ageNanos;
    }

    void forgive() {
        holes.clear();
    }
}
