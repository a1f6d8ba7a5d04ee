package dev.terrace.cache.disk;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts entries by the time of their death, in slices of 16 seconds, so that the number of dead ones is known without a
 * walk. An entry that never dies is not counted, nor one whose slice would be beyond the {@value #MOST_SLICES} that are
 * kept: the number may then be too low. Any thread.
 */
final class Expiries {

    static final int SLICE_SHIFT = 14;
    static final int MOST_SLICES = 1 << 16;

    private final ConcurrentMap<Long, LongAdder> slices = new ConcurrentHashMap<>();

    void add(long expiry) {
        if (expiry == Envelope.NEVER) {
            return;
        }
        Long slice = expiry >> SLICE_SHIFT;
        LongAdder adder = slices.get(slice);
        if (adder == null && slices.size() < MOST_SLICES) {
            adder = slices.computeIfAbsent(slice, none -> new LongAdder());
        }
        if (adder != null) {
            adder.increment();
        }
    }

    void remove(long expiry) {
        if (expiry == Envelope.NEVER) {
            return;
        }
        LongAdder adder = slices.get(expiry >> SLICE_SHIFT);
        if (adder != null) {
            adder.decrement();
        }
    }

    /** Returns how many entries died in slices that are over. */
    long before(long now) {
        long sum = 0;
        long current = now >> SLICE_SHIFT;
        for (var slice : slices.entrySet()) {
            sum += slice.getKey() < current ? slice.getValue().sum() : 0;
        }
        return Math.max(0, sum);
    }

    /** Forgets slices that are over and empty. */
    void tidy(long now) {
        long current = now >> SLICE_SHIFT;
        slices.entrySet()
                .removeIf(slice -> slice.getKey() < current && slice.getValue().sum() <= 0);
    }
}
