package dev.terrace.cache.metrics.stats;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The durations of one kind of call: totals since the start, percentiles over the last five whole minutes and the one
 * under way. Recording is wait-free and allocates nothing. Takes about 100 KB.
 */
public final class CallTimes {

    private static final int MINUTES = 5;
    private static final long LOWEST_NANOS = 16;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    /** Decimal digits that are right: within 1 %. */
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    private final LongAdder count = new LongAdder();
    private final LongAdder totalNanos = new LongAdder();
    private final Histogram[] minutes = new Histogram[MINUTES];
    private final Histogram current = empty();
    private @Nullable Histogram interval;
    private int oldest;

    CallTimes() {
        for (int i = 0; i < MINUTES; i++) {
            minutes[i] = empty();
        }
    }

    private static Histogram empty() {
        return new Histogram(LOWEST_NANOS, HIGHEST_NANOS, DIGITS);
    }

    /**
     * Records one call.
     *
     * @param nanos how long it took; beyond a minute counts as a minute
     */
    public void record(long nanos) {
        long bounded = Math.min(Math.max(nanos, 0), HIGHEST_NANOS);
        recorder.recordValue(bounded);
        count.increment();
        totalNanos.add(bounded);
    }

    /** Returns how many calls were measured since the start. */
    public long count() {
        return count.sum();
    }

    /** Returns the time of all measured calls since the start, in nanoseconds. */
    public long totalNanos() {
        return totalNanos.sum();
    }

    synchronized void endMinute() {
        collect();
        minutes[oldest].reset();
        minutes[oldest].add(current);
        oldest = (oldest + 1) % MINUTES;
        current.reset();
    }

    private void collect() {
        Histogram collected = recorder.getIntervalHistogram(interval);
        current.add(collected);
        interval = collected;
    }

    /** Returns the percentiles; adds six small histograms up. */
    public synchronized Latency latency() {
        collect();
        Histogram all = current.copy();
        for (Histogram minute : minutes) {
            all.add(minute);
        }
        long measured = all.getTotalCount();
        if (measured == 0) {
            return Latency.NONE;
        }
        return new Latency(
                measured,
                (long) (all.getMean() * measured),
                all.getValueAtPercentile(50),
                all.getValueAtPercentile(95),
                all.getValueAtPercentile(99),
                all.getValueAtPercentile(99.9),
                all.getMaxValue());
    }
}
