package dev.terrace.cache.warming;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run did. While it runs, what it has done so far.
 *
 * @param id counts the runs of a warmer
 * @param trigger what began it: {@code start}, {@code demand}, {@code ahead}, or the name of a schedule
 * @param state how far it is
 * @param begin when it began
 * @param time how long it took, or has taken
 * @param counts of all sources
 * @param sources what each source came to
 */
public record WarmingReport(
        long id, String trigger, State state, Instant begin, Duration time, Counts counts, List<SourceReport> sources) {

    /** Takes a copy of the list. */
    public WarmingReport {
        sources = List.copyOf(sources);
    }

    /** How far a run is. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All that was planned was looked at. */
        DONE,
        /** Keys were left because the budget was spent. */
        BUDGET_SPENT,
        /** It was cancelled. */
        CANCELLED,
        /** It was left out because the one before had not ended. */
        OVERLAPPED
    }

    /**
     * What came of the keys.
     *
     * @param planned keys that were chosen
     * @param loaded loaded from the source and stored
     * @param copied found in a lower tier and copied up
     * @param fresh there already
     * @param skipped left out: somebody else was loading them, colder than what memory holds, the source was backing off,
     *     or the budget was spent
     * @param absent not known to the source
     * @param failed whose load failed
     * @param refused loaded, but changed meanwhile, so that the gate let them in nowhere
     * @param calls of sources
     * @param bytes of what was loaded
     */
    public record Counts(
            int planned,
            int loaded,
            int copied,
            int fresh,
            int skipped,
            int absent,
            int failed,
            int refused,
            int calls,
            long bytes) {}

    /**
     * What one source came to.
     *
     * @param name it was registered under
     * @param counts of its keys
     * @param sourceTime spent in its calls, added up
     * @param failure what it failed with last in this run; null if it did not
     * @param unasked keys that it returned without being asked
     * @param isBackingOff true if it failed so often that it is left alone for a while
     */
    public record SourceReport(
            String name,
            Counts counts,
            Duration sourceTime,
            @Nullable String failure,
            int unasked,
            boolean isBackingOff) {}
}
