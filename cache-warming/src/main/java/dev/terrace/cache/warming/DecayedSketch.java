package dev.terrace.cache.warming;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.datasketches.frequencies.ErrorType;
import org.apache.datasketches.frequencies.ItemsSketch;

/**
 * Counts items in bounded memory, older counts for less: an Apache DataSketches frequent-items sketch (Anderson et al.,
 * "A High-Performance Algorithm for Identifying Frequent Items in Data Streams", 2017) under forward decay (Cormode,
 * Shkapenyuk, Srivastava, Xu, "Forward Decay", 2009). Instead of shrinking what was counted, what comes later weighs more:
 * one count at time t weighs 2^((t - origin) / halfLife) units, and reading divides by today's weight. Once in some thirty
 * half-lives the origin moves and the sketch is filled anew.
 *
 * <p>For use under one lock.
 *
 * @param <T> the type of the items, immutable, with equals and hashCode
 */
final class DecayedSketch<T> {

    /** What a count weighs at the origin: room for fractions. */
    private static final double UNIT = 1 << 10;

    /** When weights are this many times what they were at the origin, the origin moves. */
    private static final double MOST_GROWTH = 1L << 30;

    private static final double LOAD_FACTOR = 0.75;

    /** A slot: reference, count, and how far the item lies from its place. */
    private static final int SLOT_BYTES = 14;

    private final double halfLifeMillis;
    private ItemsSketch<T> sketch;
    private int slots;
    private long origin;

    /**
     * Makes an empty sketch.
     *
     * @param halfLife after which a count is worth half
     * @param slots most slots of the table, a power of two, at least 8; three quarters of them can be used
     * @param now milliseconds
     */
    DecayedSketch(Duration halfLife, int slots, long now) {
        this.halfLifeMillis = halfLife.toMillis();
        this.slots = slots;
        this.sketch = new ItemsSketch<>(slots);
        this.origin = now;
    }

    /**
     * An item and its decayed count.
     *
     * @param count at least this, in counts of now
     */
    record Row<T>(T item, double count) {}

    /** Prepares for counts of this moment; returns what one weighs. Not before the origin, whatever the clock says. */
    long weight(long now) {
        double growth = growth(now);
        if (growth > MOST_GROWTH) {
            rebase(now);
            growth = 1;
        }
        return (long) (UNIT * growth);
    }

    private double growth(long now) {
        return Math.pow(2, Math.max(0, now - origin) / halfLifeMillis);
    }

    /** Counts an item once. */
    void add(T item, long weight) {
        sketch.update(item, weight);
    }

    /** Counts an item as often as this, by the weight of now. */
    void add(T item, double count, long now) {
        long weight = Math.round(count * weight(now));
        if (weight > 0) {
            sketch.update(item, weight);
        }
    }

    /** Returns an item's decayed count, or a little less; 0 if it is not tracked. */
    double count(T item, long now) {
        return sketch.getLowerBound(item) / (UNIT * growth(now));
    }

    /** Returns all items that are tracked, most frequent first. Costs a sort. */
    List<Row<T>> rows(long now) {
        return rows(now, Integer.MAX_VALUE);
    }

    /** Returns the items with the highest counts, most frequent first. Costs a sort of all. */
    List<Row<T>> rows(long now, int most) {
        double unit = UNIT * growth(now);
        ItemsSketch.Row<T>[] all = sketch.getFrequentItems(0, ErrorType.NO_FALSE_NEGATIVES);
        List<Row<T>> rows = new ArrayList<>(Math.min(most, all.length));
        for (ItemsSketch.Row<T> row : all) {
            if (rows.size() == most) {
                break;
            }
            rows.add(new Row<>(row.getItem(), row.getLowerBound() / unit));
        }
        return rows;
    }

    /** Returns how many items are tracked. */
    int size() {
        return sketch.getNumActiveItems();
    }

    boolean isEmpty() {
        return sketch.getNumActiveItems() == 0;
    }

    /** Returns what the table takes, without the items. */
    long tableBytes() {
        return (long) (sketch.getCurrentMapCapacity() / LOAD_FACTOR * SLOT_BYTES);
    }

    /** Forgets everything. */
    void clear(long now) {
        sketch = new ItemsSketch<>(slots);
        origin = now;
    }

    /** Keeps the most frequent items in a table of another size. */
    void resize(int newSlots, long now) {
        if (newSlots != slots) {
            slots = newSlots;
            rebase(now);
        }
    }

    private void rebase(long now) {
        List<Row<T>> kept = rows(now, (int) (slots * LOAD_FACTOR) - 1);
        clear(now);
        kept.forEach(row -> {
            long weight = Math.round(row.count() * UNIT);
            if (weight > 0) {
                sketch.update(row.item(), weight);
            }
        });
    }
}
