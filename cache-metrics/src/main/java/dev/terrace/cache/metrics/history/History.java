package dev.terrace.cache.metrics.history;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The samples of the last thirty days: five minutes each for two days, an hour each before that, about 1,250 in all. Safe
 * for use by many threads.
 */
public final class History {

    /** How often a sample is to be added. */
    public static final Duration INTERVAL = Duration.ofMinutes(5);

    static final Duration FINE = Duration.ofDays(2);
    static final Duration ALL = Duration.ofDays(30);

    private final @Nullable HistoryFile file;
    private final Deque<Sample> hours = new ArrayDeque<>();
    private final Deque<Sample> fine = new ArrayDeque<>();

    /**
     * Takes up what the file holds.
     *
     * @param file null to keep the history in memory only
     */
    public History(@Nullable HistoryFile file) {
        this.file = file;
        if (file != null) {
            file.read().forEach(this::take);
        }
    }

    /** Adds a sample that ends later than those before, and writes it to the file. */
    public synchronized void add(Sample sample) {
        take(sample);
        if (file == null) {
            return;
        }
        if (file.records() > 2 * (hours.size() + fine.size()) + 100) {
            file.replace(samples());
        } else {
            file.append(sample);
        }
    }

    private void take(Sample sample) {
        fine.addLast(sample);
        while (fine.getFirst().at().isBefore(sample.at().minus(FINE))) {
            toHours(fine.removeFirst());
        }
        while (!hours.isEmpty() && hours.getFirst().at().isBefore(sample.at().minus(ALL))) {
            hours.removeFirst();
        }
    }

    private void toHours(Sample old) {
        if (!hours.isEmpty() && hour(hours.getLast()).equals(hour(old))) {
            hours.addLast(hours.removeLast().with(old));
        } else {
            hours.addLast(old);
        }
    }

    private static Instant hour(Sample sample) {
        return sample.at().minusMillis(1).truncatedTo(ChronoUnit.HOURS);
    }

    /** Returns the samples, oldest first. */
    public synchronized List<Sample> samples() {
        List<Sample> all = new ArrayList<>(hours);
        all.addAll(fine);
        return all;
    }

    /** Returns the samples that end after a moment, oldest first. */
    public List<Sample> since(Instant from) {
        return samples().stream().filter(sample -> sample.at().isAfter(from)).toList();
    }
}
