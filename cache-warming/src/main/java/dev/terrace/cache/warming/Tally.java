package dev.terrace.cache.warming;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.warming.WarmingReport.Counts;
import dev.terrace.cache.warming.WarmingReport.SourceReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What one source came to in one run, so far. Safe for use by many threads. */
final class Tally {

    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

    @GuardedBy("lock")
    private int planned;

    @GuardedBy("lock")
    private int skipped;

    @GuardedBy("lock")
    private int calls;

    @GuardedBy("lock")
    private int unasked;

    @GuardedBy("lock")
    private long bytes;

    @GuardedBy("lock")
    private long nanos;

    @GuardedBy("lock")
    private @Nullable String failure;

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("GuardedBy") // inside change
    void planned(int keys) {
        change(() -> planned += keys);
    }

    @SuppressWarnings("GuardedBy") // inside change
    void skipped(int keys) {
        change(() -> skipped += keys);
    }

    @SuppressWarnings("GuardedBy") // inside change
    void filled(Filled filled) {
        change(() -> {
            outcomes.merge(filled.outcome(), 1, Integer::sum);
            bytes += filled.bytes();
        });
    }

    @SuppressWarnings("GuardedBy") // inside change
    void called(long duration, int unaskedKeys) {
        change(() -> {
            calls++;
            nanos += duration;
            unasked += unaskedKeys;
        });
    }

    @SuppressWarnings("GuardedBy") // inside change
    void failed(String what) {
        change(() -> failure = what);
    }

    Counts counts() {
        lock.lock();
        try {
            return new Counts(
                    planned,
                    of(Outcome.LOADED),
                    of(Outcome.COPIED),
                    of(Outcome.FRESH),
                    skipped + of(Outcome.BUSY),
                    of(Outcome.ABSENT),
                    of(Outcome.FAILED),
                    of(Outcome.REFUSED),
                    calls,
                    bytes);
        } finally {
            lock.unlock();
        }
    }

    @GuardedBy("lock")
    private int of(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0);
    }

    SourceReport report(Registered source) {
        Counts counts = counts();
        lock.lock();
        try {
            return new SourceReport(
                    source.name(), counts, Duration.ofNanos(nanos), failure, unasked, source.isBackingOff());
        } finally {
            lock.unlock();
        }
    }

    static Counts add(Counts one, Counts other) {
        return new Counts(
                one.planned() + other.planned(),
                one.loaded() + other.loaded(),
                one.copied() + other.copied(),
                one.fresh() + other.fresh(),
                one.skipped() + other.skipped(),
                one.absent() + other.absent(),
                one.failed() + other.failed(),
                one.refused() + other.refused(),
                one.calls() + other.calls(),
                one.bytes() + other.bytes());
    }
}
