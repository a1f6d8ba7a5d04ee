package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.CacheException;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.Flight.Errand;
import dev.terrace.cache.engine.Pilot.Leg;
import dev.terrace.cache.engine.SingleFlight.Seat;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.List;
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
    private final SingleFlight<V> flights;

    LoadPath(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter) {
        this.parts = parts;
        this.reads = reads;
        this.flights = new SingleFlight<>();
        this.pilot = new Pilot<>(parts, reads, promoter, flights);
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
        Request<V> request = new Request<>(key, note, found == null ? null : found.entry(), false);
        Seat<V> seat = board(key, note);
        if (seat.leads()) {
            lead(new Leg<>(seat.flight(), request), loader);
        }
        return await(seat.flight(), request);
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
        Request<V> request = new Request<>(key, note, reads.present(key, note), true);
        Flight<V> flight = new Flight<>(key.key(), note);
        lead(new Leg<>(flight, request), loader);
        return await(flight, request);
    }

    /** Loads a key and keeps nothing. */
    @Nullable
    V bypass(TierKey key, ContextLoader<V> loader) {
        return pilot.load(key, loader);
    }

    /**
     * A caller that needs a load.
     *
     * @param replaces what is there now and may be replaced by the result, or stand in for it if it is
     *     stale; null if there is nothing
     * @param mustLoad true if what another caller or node has stored meanwhile will not do
     */
    record Request<V>(TierKey key, Note note, @Nullable MemoryEntry<V> replaces, boolean mustLoad) {

        long seenTag() {
            return replaces == null ? Gate.ABSENT : replaces.tag();
        }
    }

    /** Joins the flight of a key, or begins one that the caller must lead. */
    Seat<V> board(TierKey key, Note note) {
        Seat<V> seat = flights.board(key.key(), note);
        if (!seat.leads()) {
            parts.counters().count(Event.LOAD_JOINED);
        }
        return seat;
    }

    private void lead(Leg<V> leg, ContextLoader<V> loader) {
        depart(List.of(leg), () -> pilot.fly(leg, loader));
    }

    /** Carries out the flights of a batch with one call of its loader. */
    void leadAll(List<Leg<V>> legs, BatchLoader<V> loader) {
        if (!legs.isEmpty()) {
            depart(legs, () -> pilot.flyAll(legs, loader));
        }
    }

    /** Carries flights out: on this thread, or under timeouts on another, unless this one is loading already. */
    private void depart(List<Leg<V>> legs, Runnable work) {
        WaitGraph waits = parts.shared().waits();
        Errand errand = new Errand(() -> waits.load(work));
        legs.forEach(leg -> leg.flight().departsBy(errand));
        if (!parts.settings().loading().isTimed() || waits.isLoading()) {
            errand.run();
            return;
        }
        try {
            parts.shared().workers().run(errand);
        } catch (RuntimeException e) {
            if (errand.claim()) {
                legs.forEach(leg -> flights.fail(leg.flight(), e));
            }
        }
    }

    private @Nullable V await(Flight<V> flight, Request<V> request) {
        return reads.loadedValue(awaitEntry(flight, request));
    }

    /** Waits for a flight; a stale entry may stand in for its result. */
    MemoryEntry<V> awaitEntry(Flight<V> flight, Request<V> request) {
        try {
            return waitFor(flight, request);
        } catch (LoadException e) {
            MemoryEntry<V> stale = e.reason() == Reason.RECURSION ? null : staleFor(request);
            if (stale == null) {
                throw e;
            }
            parts.counters().count(Event.STALE_HIT);
            return stale;
        }
    }

    /** Returns what may stand in, if the region says so: not if the key was changed since the caller looked. */
    private @Nullable MemoryEntry<V> staleFor(Request<V> request) {
        MemoryEntry<V> stale = request.replaces();
        if (stale == null || parts.settings().stale().ifError().isZero()) {
            return null;
        }
        Liveness.State state = parts.liveness().of(request.key(), stale, request.note(), parts.now());
        boolean usable = state == Liveness.State.FRESH || state == Liveness.State.STALE;
        return usable && parts.gate().isUnmoved(request.key(), request.note()) ? stale : null;
    }

    private MemoryEntry<V> waitFor(Flight<V> flight, Request<V> request) {
        if (parts.shared().waits().isLoading()) {
            flight.help();
        }
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
        Leg<V> leg = new Leg<>(seat.flight(), new Request<>(key, note, entry, false));
        WaitGraph waits = parts.shared().waits();
        Errand errand = new Errand(() -> waits.load(() -> pilot.fly(leg, loader)));
        seat.flight().departsBy(errand);
        if (!parts.shared().workers().tryRun(errand) && errand.claim()) {
            flights.fail(seat.flight(), new CacheException("the refresh of " + key + " found no thread", null));
        }
    }
}
