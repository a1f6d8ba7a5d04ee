package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scan.Verdict;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes expired entries from the tiers of this process: when asked, and as a job that starts and
 * stops with the manager. A run in which a tier failed is tried again with doubling pauses, at most
 * the interval. Redis expires its own.
 */
final class Cleanup {

    private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Regions regions;
    private final List<TierGuard> tiers;
    private final Workers workers;
    private final TimeSource time;
    private final Duration interval;
    private Duration retry = FIRST_RETRY;
    private TimeSource.@Nullable Scheduled next;
    private boolean closed;

    Cleanup(Regions regions, List<TierGuard> tiers, Workers workers, TimeSource time, Duration interval) {
        this.regions = regions;
        this.tiers = tiers;
        this.workers = workers;
        this.time = time;
        this.interval = interval;
    }

    /**
     * What a run came to.
     *
     * @param deleted how many entries were removed
     * @param complete false if a tier failed
     */
    record Outcome(long deleted, boolean complete) {}

    /** Starts the job. */
    synchronized void start() {
        LOG.info("cache_cleanup_started interval_seconds={}", interval.toSeconds());
        schedule(interval);
    }

    private synchronized void schedule(Duration delay) {
        if (!closed) {
            next = time.after(delay, this::begin);
        }
    }

    private void begin() {
        if (!workers.tryRun(this::job)) {
            schedule(FIRST_RETRY);
        }
    }

    private void job() {
        Outcome outcome = run();
        LOG.info("cache_cleanup_executed deleted_count={}", outcome.deleted());
        scheduleAfter(outcome.complete());
    }

    private synchronized void scheduleAfter(boolean complete) {
        if (complete) {
            retry = FIRST_RETRY;
            schedule(interval);
        } else {
            Duration pause = retry.compareTo(interval) < 0 ? retry : interval;
            schedule(pause);
            retry = pause.multipliedBy(2);
        }
    }

    /** Removes expired entries now. */
    Outcome run() {
        long deleted = regions.removeExpired();
        boolean complete = true;
        for (TierGuard tier : tiers) {
            long[] removed = new long[1];
            complete &= tier.guarded("scan", () -> removeExpired(tier, removed), false);
            deleted += removed[0]; // also what went before the tier failed
        }
        return new Outcome(deleted, complete);
    }

    private boolean removeExpired(TierGuard tier, long[] removed) {
        long now = time.millis() + regions.clockOffset();
        try (Scan scan = tier.scan(Scope.ALL)) {
            boolean more = true;
            while (more && !isClosed()) {
                more = scan.step(entry -> {
                    boolean dead = entry.staleUntil() <= now;
                    removed[0] += dead ? 1 : 0;
                    return dead ? Verdict.REMOVE : Verdict.KEEP;
                });
            }
        }
        return true;
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** Stops the job; a run under way ends soon. */
    synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
        LOG.info("cache_cleanup_stopped");
    }
}
