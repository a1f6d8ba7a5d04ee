package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Follows the keys that were warmed until one is read, or lost, or its time is over. A read counts if what was loaded is
 * still held: then it was a hit, and would have been a miss. Safe for use by many threads; the lock is not held while a
 * tier is asked.
 */
final class WorthTracker {

    /** So many keys are followed at most; beyond that the oldest is given up and counts for nothing. */
    private static final int MOST = 50_000;

    private final Holder holder;
    private final int keptRuns;
    private final boolean withCredit;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<TierKey, Warmed> followed = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<Long, Counter> runs = new LinkedHashMap<>();

    @GuardedBy("lock")
    private final Map<String, Counter> sources = new HashMap<>();

    @GuardedBy("lock")
    private final Counter total = new Counter();

    WorthTracker(Holder holder, int keptRuns, boolean withCredit) {
        this.holder = holder;
        this.keptRuns = keptRuns;
        this.withCredit = withCredit;
    }

    /** Says whether an entry is still held. */
    @FunctionalInterface
    interface Holder {
        boolean holds(String region, String key, long tag);
    }

    /**
     * A key that was warmed.
     *
     * @param tag of what was loaded
     * @param nanos that its load took, its share of the batch
     * @param until when it counts as wasted, in milliseconds
     */
    record Warmed(long tag, long nanos, long until, long run, Registered source) {}

    private static final class Counter {
        long warmed;
        long useful;
        long wasted;
        long nanos;

        Worth worth() {
            return new Worth(warmed, useful, wasted, Duration.ofNanos(nanos));
        }
    }

    void warmed(TierKey key, Warmed warmed) {
        lock.lock();
        try {
            Warmed before = followed.remove(key);
            if (before != null) {
                decide(before, false);
            }
            followed.put(key, warmed);
            counters(warmed, counter -> counter.warmed++);
            if (followed.size() > MOST) {
                Iterator<Map.Entry<TierKey, Warmed>> oldest =
                        followed.entrySet().iterator();
                Warmed forgotten = oldest.next().getValue();
                oldest.remove();
                counters(forgotten, counter -> counter.warmed--);
            }
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private void counters(Warmed warmed, java.util.function.Consumer<Counter> change) {
        change.accept(total);
        change.accept(sources.computeIfAbsent(warmed.source().name(), name -> new Counter()));
        change.accept(runs.computeIfAbsent(warmed.run(), run -> new Counter()));
        if (runs.size() > keptRuns) {
            Iterator<Long> oldest = runs.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    @GuardedBy("lock")
    private void decide(Warmed warmed, boolean isUseful) {
        if (withCredit) {
            warmed.source().credit().decided(isUseful);
        }
        counters(warmed, counter -> {
            counter.useful += isUseful ? 1 : 0;
            counter.wasted += isUseful ? 0 : 1;
            counter.nanos += isUseful ? warmed.nanos() : 0;
        });
    }

    /** A key was read. */
    void read(TierKey key) {
        Warmed warmed = take(key);
        if (warmed == null) {
            return;
        }
        boolean isHeld = holder.holds(key.region(), key.key(), warmed.tag());
        lock.lock();
        try {
            decide(warmed, isHeld);
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Warmed take(TierKey key) {
        lock.lock();
        try {
            return followed.remove(key);
        } finally {
            lock.unlock();
        }
    }

    /** Returns true if reads need not be told. */
    boolean isIdle() {
        lock.lock();
        try {
            return followed.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Gives up the keys whose time is over. */
    void expire(long now) {
        lock.lock();
        try {
            Iterator<Warmed> all = followed.values().iterator();
            while (all.hasNext()) {
                Warmed warmed = all.next();
                if (now >= warmed.until()) {
                    all.remove();
                    decide(warmed, false);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    Worth total() {
        lock.lock();
        try {
            return total.worth();
        } finally {
            lock.unlock();
        }
    }

    Worth ofRun(long run) {
        lock.lock();
        try {
            Counter counter = runs.get(run);
            return counter == null ? Worth.NONE : counter.worth();
        } finally {
            lock.unlock();
        }
    }

    Worth ofSource(String name) {
        lock.lock();
        try {
            Counter counter = sources.get(name);
            return counter == null ? Worth.NONE : counter.worth();
        } finally {
            lock.unlock();
        }
    }
}
