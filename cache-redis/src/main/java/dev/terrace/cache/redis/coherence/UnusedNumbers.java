package dev.terrace.cache.redis.coherence;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.redis.coherence.Message.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Numbers that were given out and never sent. Each is listed in a few heartbeats, for one may be lost; a number that
 * nobody heard of only costs the receivers a verification. Safe for use by many threads.
 */
final class UnusedNumbers {

    private static final int TIMES = 3;

    /** What a heartbeat lists at most; what is beyond waits for the next one. */
    private static final int MOST = 4096;

    /** What is remembered at most: more means an outage, which everybody notices. */
    private static final int REMEMBERED = 100_000;

    @GuardedBy("this")
    private final TreeMap<Long, Integer> timesListed = new TreeMap<>();

    synchronized void add(long number) {
        if (timesListed.size() < REMEMBERED) {
            timesListed.put(number, 0);
        }
    }

    /** Returns what the next heartbeat lists. */
    synchronized List<Range> list() {
        List<Range> ranges = new ArrayList<>();
        List<Long> done = new ArrayList<>();
        int listed = 0;
        for (Map.Entry<Long, Integer> entry : timesListed.entrySet()) {
            if (listed++ == MOST) {
                break;
            }
            append(ranges, entry.getKey());
            entry.setValue(entry.getValue() + 1);
            if (entry.getValue() == TIMES) {
                done.add(entry.getKey());
            }
        }
        done.forEach(timesListed::remove);
        return ranges;
    }

    private static void append(List<Range> ranges, long number) {
        int end = ranges.size() - 1;
        Range last = end < 0 ? null : ranges.get(end);
        if (last != null && last.first() + last.count() == number) {
            ranges.set(end, new Range(last.first(), last.count() + 1));
        } else {
            ranges.add(new Range(number, 1));
        }
    }
}
