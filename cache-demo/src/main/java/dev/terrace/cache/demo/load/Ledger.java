package dev.terrace.cache.demo.load;

import dev.terrace.cache.time.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** What visitors and merchants saw, by phase. Safe for use by many threads; never waits for anything but its own lock. */
public final class Ledger {

    /** How many requests make up {@link Phase#FIRST}. */
    public static final int FIRST_REQUESTS = 1_000;

    private final TimeSource time;
    private final LongSupplier queries;
    private final EnumMap<Phase, Tally> tallies = new EnumMap<>(Phase.class);
    private final AtomicLong prices = new AtomicLong();
    private final AtomicLong oldPrices = new AtomicLong();
    private Tally lately = new Tally();
    private Phase phase = Phase.FIRST;
    private long sinceNanos;
    private long sinceQueries;

    /**
     * Begins with the cache in place.
     *
     * @param queries returns how many queries the database has answered
     */
    public Ledger(TimeSource time, LongSupplier queries) {
        this.time = time;
        this.queries = queries;
        for (Phase each : Phase.values()) {
            tallies.put(each, new Tally());
        }
        sinceNanos = time.nanos();
        sinceQueries = queries.getAsLong();
    }

    /** Numbers of one stretch of time. */
    private static final class Tally {

        final Histogram nanos = new Histogram(3);
        final Map<String, Long> by = new TreeMap<>();
        long failures;
        long time;
        long queries;

        void add(long took, String place) {
            nanos.recordValue(took);
            by.merge(place, 1L, Long::sum);
        }

        void last(long moreTime, long moreQueries) {
            time += moreTime;
            queries += moreQueries;
        }

        Outcome outcome() {
            return new Outcome(
                    nanos.getTotalCount(),
                    failures,
                    time,
                    queries,
                    nanos.getValueAtPercentile(50),
                    nanos.getValueAtPercentile(99),
                    Map.copyOf(by));
        }
    }

    /** Returns the present phase. */
    public synchronized Phase phase() {
        return phase;
    }

    /** Goes on with or without the cache; nothing happens if that is so already. */
    public synchronized void cached(boolean on) {
        if (on == (phase == Phase.WITHOUT)) {
            boolean hasFirst = tally(Phase.FIRST).nanos.getTotalCount() >= FIRST_REQUESTS;
            enter(on ? hasFirst ? Phase.LATER : Phase.FIRST : Phase.WITHOUT);
            lately = new Tally(); // what was before the switch would be taken for what is behind it
        }
    }

    private void enter(Phase next) {
        settle();
        phase = next;
    }

    private Tally tally(Phase of) {
        return Objects.requireNonNull(tallies.get(of));
    }

    /** Adds time and queries so far to the present phase. */
    private void settle() {
        long now = time.nanos();
        long asked = queries.getAsLong();
        tally(phase).last(now - sinceNanos, asked - sinceQueries);
        lately.last(now - sinceNanos, asked - sinceQueries);
        sinceNanos = now;
        sinceQueries = asked;
    }

    /**
     * Notes an answer.
     *
     * @param during the phase in which it was asked for
     * @param by the lowest tier that was needed, or the database
     */
    synchronized void answered(Phase during, long nanos, String by) {
        if ((during == Phase.WITHOUT) != (phase == Phase.WITHOUT)) {
            return; // switched meanwhile: neither one nor the other
        }
        tally(phase).add(nanos, by);
        lately.add(nanos, by);
        if (phase == Phase.FIRST && tally(Phase.FIRST).nanos.getTotalCount() >= FIRST_REQUESTS) {
            enter(Phase.LATER);
        }
    }

    /** Notes a request that was not answered. */
    synchronized void failed(Phase during) {
        tally(during).failures++;
        lately.failures++;
    }

    /** Notes a price that was changed and then read. */
    void priced(boolean wasOld) {
        prices.incrementAndGet();
        if (wasOld) {
            oldPrices.incrementAndGet();
        }
    }

    /** Returns how many prices were changed and read again. */
    public long prices() {
        return prices.get();
    }

    /** Returns how many of them still showed the old price. */
    public long oldPrices() {
        return oldPrices.get();
    }

    /** Returns what came of a phase so far. */
    public synchronized Outcome of(Phase asked) {
        settle();
        return tally(asked).outcome();
    }

    /** Returns what came since the last call or the last switch. */
    public synchronized Outcome lately() {
        settle();
        Outcome outcome = lately.outcome();
        lately = new Tally();
        return outcome;
    }
}
