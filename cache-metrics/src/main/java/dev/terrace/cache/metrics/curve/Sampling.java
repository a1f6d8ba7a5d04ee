package dev.terrace.cache.metrics.curve;

import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.extension.ReadListener;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;

/**
 * Takes a sample of the reads of all regions. A reading thread compares a hash with the region's threshold; only if the
 * key is in the sample it writes one number into a row of {@value #ROOM}, which {@link #collect} empties. A full row
 * means too much traffic: nothing is sampled until it is emptied, and the busy regions get a smaller sample. Two
 * threads at the edge of an emptying may lose a read of the sample, which changes no estimate.
 */
public final class Sampling implements ReadListener {

    static final int ROOM = 1 << 16;

    /** How many keys are remembered in all regions together, about 60 bytes each. */
    private static final int ALL_KEYS = 1 << 18;

    private static final int FEWEST_KEYS = 256;
    private static final int MOST_KEYS = 8_192;

    /** A sample of fewer keys is not made smaller: rather it pauses. */
    private static final int ENOUGH_KEYS = 512;

    /** Of the sampled reads, one in so many is timed. */
    private static final int TIMED_MASK = 15;

    private final LongConsumer times;
    private final Map<String, RegionSample> regions = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<RegionSample> byNumber = new CopyOnWriteArrayList<>();
    private final long[] row = new long[ROOM];
    private final AtomicInteger next = new AtomicInteger();

    /** Makes a sample; the times of reads that memory answered go to the consumer. */
    public Sampling(LongConsumer times) {
        this.times = times;
    }

    @Override
    public KeyListener region(String name) {
        return sample(name);
    }

    private RegionSample sample(String name) {
        return regions.computeIfAbsent(name, this::begin);
    }

    private synchronized RegionSample begin(String name) {
        int keys = Math.min(MOST_KEYS, Math.max(FEWEST_KEYS, ALL_KEYS / (byNumber.size() + 1)));
        RegionSample made = new RegionSample(this, byNumber.size() + 1, keys);
        byNumber.add(made);
        return made;
    }

    /** Notes a read of the sample; true if it is to be timed. */
    boolean add(int number, int hash) {
        int place = next.getAndIncrement();
        if (place >= ROOM) {
            if (place == ROOM) {
                byNumber.forEach(RegionSample::pause);
            }
            return false;
        }
        row[place] = (long) number << Integer.SIZE | Integer.toUnsignedLong(hash);
        return (place & TIMED_MASK) == 0;
    }

    void answered(long nanos) {
        times.accept(nanos);
    }

    /** A value was made. */
    public void made(Probe.Made made, long nowMillis) {
        RegionSample sample = sample(made.region());
        int hash = made.key().hashCode();
        if (!sample.holds(hash)) {
            return;
        }
        if (made.isLoaded()) {
            sample.freshness().loaded(hash, made.value(), made.lifeMillis(), nowMillis);
        } else {
            sample.freshness().set(hash);
        }
    }

    /**
     * Works through what was sampled since the last call; by one thread at a time.
     *
     * @param reads how often each region was read since the start
     */
    public synchronized void collect(ToLongFunction<String> reads) {
        int count = Math.min(next.getAndSet(ROOM), ROOM);
        for (int i = 0; i < count; i++) {
            long event = row[i];
            int number = (int) (event >>> Integer.SIZE);
            if (number > 0) {
                byNumber.get(number - 1).read((int) event);
            }
            row[i] = 0;
        }
        next.set(0); // before the pauses end below, or one that begins just now would last a round
        boolean isWhole = count < ROOM;
        regions.forEach((name, sample) -> sample.endRound(reads.applyAsLong(name), isWhole));
        if (!isWhole) {
            byNumber.stream()
                    .filter(sample -> sample.lastRound() > ROOM / byNumber.size() / 2)
                    .filter(sample -> sample.sampledKeys() > ENOUGH_KEYS)
                    .forEach(RegionSample::halve);
        }
    }

    /** Lets what was seen so far count only in part from now on. */
    public synchronized void age(double factor) {
        byNumber.forEach(sample -> sample.age(factor));
    }

    /** Returns the hit ratio by size of each region. */
    public synchronized Map<String, HitCurve> curves() {
        Map<String, HitCurve> curves = new TreeMap<>();
        regions.forEach((name, sample) -> curves.put(name, sample.curve()));
        return curves;
    }

    /** Returns what was learned about times to live, by region. */
    public Map<String, FreshnessEstimate> freshness() {
        Map<String, FreshnessEstimate> estimates = new TreeMap<>();
        regions.forEach((name, sample) -> estimates.put(name, sample.freshness().estimate()));
        return estimates;
    }
}
