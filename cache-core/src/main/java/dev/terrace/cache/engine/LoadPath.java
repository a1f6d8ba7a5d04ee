package dev.terrace.cache.engine;

import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.SingleFlight.Seat;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A read with a loader: what the tiers have, else one load for all who ask, else a stale value in place
 * of a load that failed or takes too long.
 */
final class LoadPath<V> {

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final Pilot<V> pilot;
    private final SingleFlight<V> flights = new SingleFlight<>();

    LoadPath(RegionParts<V> parts, ReadPath<V> reads, Pilot<V> pilot) {
        this.parts = parts;
        this.reads = reads;
        this.pilot = pilot;
    }

    SingleFlight<V> flights() {
        return flights;
    }

    /** Returns the value of a key, loading it if no tier has it. The note was taken before the call. */
    @Nullable
    V get(TierKey key, ContextLoader<V> loader, Note note) {
        Found<V> found = reads.find(key, note);
        if (found != null && found.isFresh()) {
            return serve(key, loader, found, note);
        }
        parts.counters().count(Event.MISS);
        return load(new Request<>(key, loader, note, found == null ? null : found.entry(), false));
    }

    /** Returns the value of a fresh hit, and starts a load in the background if it is time. Never blocks. */
    @Nullable
    V serve(TierKey key, ContextLoader<V> loader, Found<V> found, Note note) {
        refreshIfDue(key, loader, found.entry(), note);
        return reads.valueOf(found.entry());
    }

    /** Loads a key whatever the tiers have, and keeps the result in place of it. */
    @Nullable
    V refresh(TierKey key, ContextLoader<V> loader, Note note) {
        if (parts.shared().pending().of(key) != null) {
            return bypass(key, loader); // a write under way is the local truth and stays
        }
        MemoryEntry<V> present = parts.memory() == null ? null : parts.memory().peek(key.key());
        Flight<V> flight = new Flight<>(note);
        Request<V> request = new Request<>(key, loader, note, present, true);
        launch(flight, request, () -> {});
        return await(flight, request);
    }

    /** Loads a key and keeps nothing. */
    @Nullable
    V bypass(TierKey key, ContextLoader<V> loader) {
        return pilot.load(key, loader).value();
    }

    /**
     * A caller that needs a load.
     *
     * @param replaces what is there now and may be replaced by the result, or stand in for it if it is
     *     stale; null if there is nothing
     * @param mustLoad true if what another node has stored meanwhile will not do
     */
    record Request<V>(
            TierKey key,
            ContextLoader<V> loader,
            Note note,
            @Nullable MemoryEntry<V> replaces,
            boolean mustLoad) {

        long seenTag() {
            return replaces == null ? Gate.ABSENT : replaces.tag();
        }
    }

    private @Nullable V load(Request<V> request) {
        String key = request.key().key();
        Seat<V> seat = flights.board(key, request.note());
        if (!seat.leads()) {
            parts.counters().count(Event.LOAD_JOINED);
            return await(seat.flight(), request);
        }
        lead(seat, request);
        return await(seat.flight(), request);
    }

    /** Carries out a flight, on this thread or (under timeouts) on another. */
    void lead(Seat<V> seat, Request<V> request) {
        String key = request.key().key();
        MemoryEntry<V> landed = justLanded(request);
        if (landed != null) {
            seat.flight().result().complete(landed);
            flights.land(key, seat.flight());
        } else {
            launch(seat.flight(), request, () -> flights.land(key, seat.flight()));
        }
    }

    /** Another flight may have landed between this caller's look at the tiers and its boarding. */
    private @Nullable MemoryEntry<V> justLanded(Request<V> request) {
        MemoryEntry<V> entry = parts.memory() == null
                ? null
                : parts.memory().peek(request.key().key());
        boolean fresh = entry != null
                && !request.note().hides(request.key(), entry)
                && parts.liveness().of(request.key(), entry, parts.now()) == Liveness.State.FRESH;
        return fresh ? entry : null;
    }

    private void launch(Flight<V> flight, Request<V> request, Runnable landing) {
        Runnable flying = () -> {
            try {
                pilot.fly(flight, request);
            } finally {
                landing.run();
            }
        };
        if (!parts.settings().loading().isTimed()) {
            flying.run();
            return;
        }
        try {
            parts.shared().workers().run(flying);
        } catch (RuntimeException e) {
            flight.result().completeExceptionally(e);
            landing.run();
        }
    }

    private @Nullable V await(Flight<V> flight, Request<V> request) {
        return reads.valueOf(awaitEntry(flight, request));
    }

    /** Waits for a flight; a stale entry may stand in for its result. */
    MemoryEntry<V> awaitEntry(Flight<V> flight, Request<V> request) {
        try {
            return waitFor(flight, request);
        } catch (LoadException e) {
            MemoryEntry<V> stale = staleFor(request);
            if (stale == null) {
                throw e;
            }
            parts.counters().count(Event.STALE_HIT);
            return stale;
        }
    }

    /** Returns what may stand in: not if the key was changed since the caller looked. */
    private @Nullable MemoryEntry<V> staleFor(Request<V> request) {
        MemoryEntry<V> stale = request.replaces();
        boolean usable = stale != null
                && !stale.isDead(parts.time().millis())
                && parts.gate().isUnmoved(request.key(), request.note());
        return usable ? stale : null;
    }

    private MemoryEntry<V> waitFor(Flight<V> flight, Request<V> request) {
        if (!flight.result().isDone() && !parts.shared().waits().enter(flight)) {
            throw new LoadException(
                    Reason.RECURSION,
                    "the load of " + request.key() + " waits for itself, directly or through other loads; "
                            + "let the loader read the source instead of the cache",
                    null);
        }
        try {
            return waitInTime(flight, request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(
                    Reason.INTERRUPTED, "interrupted while waiting for the load of " + request.key(), e);
        } catch (ExecutionException e) {
            throw asLoadException(request.key(), e.getCause());
        } catch (TimeoutException e) {
            throw new LoadException(
                    Reason.TIMEOUT, "the load of " + request.key() + " took longer than " + patience(request), e);
        } finally {
            parts.shared().waits().leave();
        }
    }

    private MemoryEntry<V> waitInTime(Flight<V> flight, Request<V> request)
            throws InterruptedException, ExecutionException, TimeoutException {
        Duration patience = patience(request);
        return patience == null ? flight.result().get() : flight.result().get(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns how long the caller waits: with a stale value at hand only the soft timeout. */
    private @Nullable Duration patience(Request<V> request) {
        Duration soft = parts.settings().loading().softTimeout();
        return soft != null && staleFor(request) != null
                ? soft
                : parts.settings().loading().hardTimeout();
    }

    private static LoadException asLoadException(TierKey key, @Nullable Throwable cause) {
        return cause instanceof LoadException known
                ? new LoadException(known.reason(), String.valueOf(known.getMessage()), known)
                : new LoadException(Reason.FAILED, "loading " + key + " failed: " + cause, cause);
    }

    private void refreshIfDue(TierKey key, ContextLoader<V> loader, MemoryEntry<V> entry, Note note) {
        if (!entry.isDueForRefresh(parts.time().millis())
                || parts.shared().pending().of(key) != null) {
            return;
        }
        Seat<V> seat = flights.board(key.key(), note);
        if (!seat.leads()) {
            return;
        }
        parts.counters().count(Event.REFRESH);
        boolean started = parts.shared().workers().tryRun(() -> {
            try {
                pilot.fly(seat.flight(), new Request<>(key, loader, note, entry, false));
            } finally {
                flights.land(key.key(), seat.flight());
            }
        });
        if (!started) {
            seat.flight().result().cancel(false);
            flights.land(key.key(), seat.flight());
        }
    }
}
