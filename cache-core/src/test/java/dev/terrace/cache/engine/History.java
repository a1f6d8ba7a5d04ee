package dev.terrace.cache.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a read was allowed, from what happened when. Every value is unique in the whole run. A
 * read may return a value unless a later change of its key was over before the read began:
 *
 * <pre>
 *   value |-----|            made (a set) or minted (a loader's call, one moment)
 *   change         |-----|   begins after the value was there: replaces or removes it
 *   read                     |--    must not return the value
 * </pre>
 *
 * <p>What overlaps is allowed in either order. So of all changes of a key that are over only the one that began
 * last matters: one number a key, and a check costs two look-ups. A miss is always allowed.
 *
 * <p>Time is a counter. Safe for use by many threads.
 */
final class History {

    /** What {@link #judge} says of a read that was allowed. */
    static final String FINE = "fine";

    private final AtomicLong clock = new AtomicLong();
    private final Map<String, AtomicLong> floors = new ConcurrentHashMap<>();
    private final Map<String, Long> madeAt = new ConcurrentHashMap<>();
    private final AtomicLong minted = new AtomicLong();

    /** Returns the present moment; to be called just before what begins. */
    long now() {
        return clock.incrementAndGet();
    }

    /** Returns a new value for a key: until {@link #made} says otherwise it is never too old. */
    String mint(String key) {
        return key + "#" + minted.incrementAndGet();
    }

    /** Returns a new value that is there at once: what a loader returns. */
    String load(String key) {
        String value = mint(key);
        made(value);
        return value;
    }

    /** A value has taken its place: changes that begin from now on are later. */
    void made(String value) {
        madeAt.put(value, now());
    }

    /** A value was not stored, so nobody may ever see it. */
    void refused(String value) {
        madeAt.put(value, -1L);
    }

    /** A change of a key that began then is over. */
    void changed(String key, long begun) {
        floor(key).accumulateAndGet(begun, Math::max);
    }

    private AtomicLong floor(String key) {
        return floors.computeIfAbsent(key, k -> new AtomicLong());
    }

    /** Returns when the last of all changes of the key that are over began; to be asked before a read begins. */
    long floorOf(String key) {
        return floor(key).get();
    }

    /** Returns what is wrong with a read; "fine" if nothing is. */
    String judge(String key, @Nullable String value, long floor) {
        if (value == null) {
            return FINE;
        }
        if (!value.startsWith(key + "#")) {
            return value + " is no value of " + key;
        }
        long made = madeAt.getOrDefault(value, Long.MAX_VALUE);
        return floor <= made ? FINE : value + " of " + made + " after a change begun at " + floor;
    }
}
