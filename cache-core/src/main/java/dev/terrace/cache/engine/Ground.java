package dev.terrace.cache.engine;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.time.SystemTime;
import dev.terrace.cache.time.TimeSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What everything else stands on: time, threads, and the counters that order this node's history, kept
 * by the first tier that can keep state.
 */
record Ground(
        TimeSource time,
        boolean ownsTime,
        Workers workers,
        Events events,
        Fences fences,
        Positions positions,
        Tags tags,
        Epochs epochs,
        Barriers barriers,
        PendingWrites pending,
        GracePeriods grace,
        @Nullable Journal journal,
        List<Tier> tiers,
        @Nullable SharedTier shared) {

    /** Starts the tiers (their state is needed at once) and lays the ground. */
    static Ground of(EngineSettings settings, Workers workers) {
        TimeSource given = settings.time();
        TimeSource time = given == null ? new SystemTime() : given;
        start(settings.tiers(), new TierContext(time, workers.pool()));
        StateStore state = first(settings.tiers(), StateStore.class);
        Journal journal = first(settings.tiers(), Journal.class);
        SharedTier shared = first(settings.tiers(), SharedTier.class);
        CoherenceChannel channel = shared == null ? null : shared.coherence();
        Fences fences = new Fences();
        Positions positions = new Positions(state);
        return new Ground(
                time,
                given == null,
                workers,
                new Events(settings.listeners()),
                fences,
                positions,
                new Tags(),
                new Epochs(channel, state),
                new Barriers(positions, journal),
                new PendingWrites(fences, positions),
                new GracePeriods(),
                journal,
                settings.tiers(),
                shared);
    }

    /** Starts the tiers; if one of them fails, those before it (and it) are closed again. */
    private static void start(List<Tier> tiers, TierContext context) {
        for (int i = 0; i < tiers.size(); i++) {
            try {
                tiers.get(i).start(context);
            } catch (RuntimeException | Error e) {
                closeAfter(e, tiers.subList(0, i + 1));
                throw e;
            }
        }
    }

    private static void closeAfter(Throwable failure, List<Tier> started) {
        for (int i = started.size() - 1; i >= 0; i--) {
            try {
                started.get(i).close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
    }

    /** Returns where small state is kept; null if nowhere. */
    @Nullable
    StateStore state() {
        return first(tiers, StateStore.class);
    }

    private static <T> @Nullable T first(List<Tier> tiers, Class<T> part) {
        return tiers.stream()
                .filter(part::isInstance)
                .map(part::cast)
                .findFirst()
                .orElse(null);
    }

    /** Ends threads and timer. */
    void close() {
        workers.close();
        if (ownsTime && time instanceof SystemTime owned) {
            owned.close();
        }
    }
}
