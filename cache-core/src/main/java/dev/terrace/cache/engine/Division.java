package dev.terrace.cache.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How one budget is divided between memory and the tier below it. The arithmetic alone; see {@link Budget}.
 *
 * @param total of both, in bytes
 * @param memory what memory gets; the tier below gets the rest
 */
record Division(long total, long memory) {

    /** A twentieth of it is the least that a tier below takes. */
    static final long LEAST_TOTAL = 20L << 20;

    private static final double FIRST_SHARE = 0.1;
    private static final double LEAST_SHARE = 0.05;
    private static final double MOST_SHARE = 0.5;

    /** The tier below begins empty with another size: a smaller difference is not worth that. */
    private static final double WORTH_MOVING = 1.5;

    /** Returns what the tier below gets. */
    long below() {
        return total - memory;
    }

    /**
     * Divides a budget of which nothing is known.
     *
     * @param mostMemory what memory may take whatever the budget is
     */
    static Division first(long total, long mostMemory) {
        return new Division(total, bounded(total, FIRST_SHARE * total, mostMemory));
    }

    private static long bounded(long total, double wanted, long mostMemory) {
        double inShare = Math.max(LEAST_SHARE * total, Math.min(MOST_SHARE * total, wanted));
        return Math.min((long) inShare, mostMemory);
    }

    /**
     * Divides the budget of an earlier run again: as then, unless memory should be half as large again or more, or smaller
     * by as much.
     *
     * @param wanted bytes that memory could have used then; 0 if that was not measured
     */
    Division next(long wanted, long mostMemory) {
        long better = wanted == 0 ? memory : bounded(total, (double) wanted, mostMemory);
        boolean isFarOff = better >= WORTH_MOVING * memory || memory >= WORTH_MOVING * better;
        return isFarOff || memory > mostMemory ? new Division(total, Math.min(better, mostMemory)) : this;
    }

    /** Returns this division and what memory could use, to be saved. */
    byte[] saved(long wanted) {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(total)
                .putLong(memory)
                .putLong(wanted)
                .array();
    }

    /** Divides a budget as the earlier run that saved this teaches; as the first time if that had another budget. */
    static Division after(byte @Nullable [] saved, long total, long mostMemory) {
        if (saved == null || saved.length != 3 * Long.BYTES) {
            return first(total, mostMemory);
        }
        ByteBuffer numbers = ByteBuffer.wrap(saved);
        Division last = new Division(numbers.getLong(), numbers.getLong());
        long wanted = numbers.getLong();
        boolean isSane = last.total == total && last.memory > 0 && last.memory < total && wanted >= 0;
        return isSane ? last.next(wanted, mostMemory) : first(total, mostMemory);
    }
}
