package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.Leases.Lease;
import dev.terrace.cache.engine.Leases.Refusal;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.engine.LoaderCall.Loaded;
import dev.terrace.cache.engine.Promoter.Arrival;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryEntry.Stamp;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out loads: takes the shared tier's lease, calls the loader, and installs the result through
 * the gate. The callers get the value whatever the gate says. A flight that was begun always ends.
 */
final class Pilot<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Pilot.class);

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final Promoter<V> promoter;
    private final SingleFlight<V> flights;
    private final Leases<V> leases;
    private final LoaderCall<V> calls;

    Pilot(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter, SingleFlight<V> flights) {
        this.parts = parts;
        this.reads = reads;
        this.promoter = promoter;
        this.flights = flights;
        this.leases = new Leases<>(parts, reads);
        this.calls = new LoaderCall<>(parts);
    }

    /** A flight and what it is to bring. */
    record Leg<V>(Flight<V> flight, Request<V> request) {}

    /** A leg that needs the source. */
    private record Open<V>(Leg<V> leg, Lease<V> lease) {

        TierKey key() {
            return leg.request().key();
        }
    }

    /** Calls the loader and keeps nothing. */
    @Nullable
    V load(TierKey key, ContextLoader<V> loader) {
        return calls.load(key, loader).value();
    }

    /** Loads and ends the flight; never throws. */
    void fly(Leg<V> leg, ContextLoader<V> loader) {
        carry(List.of(leg), open -> List.of(calls.load(open.get(0).key(), loader)));
    }

    /** Loads many keys with one call and ends their flights; never throws. */
    void flyAll(List<Leg<V>> legs, BatchLoader<V> loader) {
        carry(legs, open -> {
            Map<String, V> values = calls.loadAll(open.stream().map(Open::key).toList(), loader);
            List<Loaded<V>> loaded = new ArrayList<>();
            open.forEach(each -> loaded.add(new Loaded<>(values.get(each.key().key()), Wish.NONE)));
            return loaded;
        });
    }

    /** Asks the source; the answers are in the order of the questions. */
    @FunctionalInterface
    private interface Question<V> {
        List<Loaded<V>> ask(List<Open<V>> open);
    }

    private void carry(List<Leg<V>> legs, Question<V> source) {
        legs.forEach(leg -> leg.flight().startedBy(Thread.currentThread()));
        List<Open<V>> open = new ArrayList<>(legs.size());
        try {
            legs.forEach(leg -> openOrArrive(leg, open));
            if (!open.isEmpty()) {
                arrive(open, source.ask(open));
            }
        } catch (RuntimeException | Error e) {
            open.forEach(each -> leases.release(each.key(), each.lease()));
            legs.stream().filter(leg -> !leg.flight().result().isDone()).forEach(leg -> fail(leg, e));
        }
    }

    private void openOrArrive(Leg<V> leg, List<Open<V>> open) {
        MemoryEntry<V> landed = leg.request().mustLoad() ? null : justLanded(leg.request());
        if (landed != null) {
            flights.arrive(leg.flight(), landed);
            return;
        }
        Lease<V> lease = leases.take(leg.request());
        if (lease.known() != null) {
            flights.arrive(leg.flight(), lease.known());
        } else {
            open.add(new Open<>(leg, lease));
        }
    }

    /**
     * Another flight may have landed between this caller's look at the tiers and its boarding, or failed
     * and left a stale entry to be served for a while.
     */
    private @Nullable MemoryEntry<V> justLanded(Request<V> request) {
        MemoryEntry<V> entry = reads.peek(request.key(), request.note());
        long now = parts.time().millis();
        return entry != null && !entry.isDueForRefresh(now) ? entry : null;
    }

    private void arrive(List<Open<V>> open, List<Loaded<V>> loaded) {
        Map<Leg<V>, MemoryEntry<V>> entries = new LinkedHashMap<>();
        List<Arrival<V>> arrivals = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            Open<V> each = open.get(i);
            try {
                entries.put(each.leg(), prepare(each, loaded.get(i), arrivals));
            } catch (RuntimeException e) {
                leases.release(each.key(), each.lease());
                fail(each.leg(), e); // a value that cannot be encoded does not fail the others
            }
        }
        long refused = arrivals.size() - promoter.installAll(arrivals);
        parts.counters().add(Event.LOAD_REFUSED, refused);
        entries.forEach((leg, entry) -> flights.arrive(leg.flight(), entry));
    }

    /** Makes the entry of a loaded value and stores it in the shared tier; what may go on from there arrives here. */
    private MemoryEntry<V> prepare(Open<V> open, Loaded<V> loaded, List<Arrival<V>> arrivals) {
        Request<V> request = open.leg().request();
        TierKey key = open.key();
        Stamp stamp = new Stamp(
                parts.shared().tags().next(),
                request.note().position(),
                request.note().epoch());
        MemoryEntry<V> entry = parts.maker()
                .make(key, loaded.value(), loaded.wish(), stamp, parts.time().millis());
        if (loaded.value() == null && parts.settings().loading().negativeTtl() == null) {
            forget(request, open.lease());
            return entry;
        }
        Entry encoded = parts.chain().isEmpty() ? null : parts.maker().encode(key, entry);
        if (encoded == null || leases.fill(key, encoded, open.lease())) {
            arrivals.add(new Arrival<>(key, entry, encoded, gateOverSuspects(request, open.lease())));
        } else {
            parts.counters().count(Event.LOAD_REFUSED);
        }
        return entry;
    }

    /** A suspect that nobody can verify any more, and that was not served, gives way as well. */
    private Gate gateOverSuspects(Request<V> request, Lease<V> lease) {
        if (request.replaces() != null || lease.refusal() != Refusal.AWAY) {
            return gate(request);
        }
        MemoryEntry<V> present = reads.present(request.key(), request.note());
        long suspect = present != null
                        && parts.liveness().of(request.key(), present, request.note(), parts.now())
                                == Liveness.State.SUSPECT
                ? present.tag()
                : Gate.ABSENT;
        return parts.gate().since(request.key(), request.note(), suspect);
    }

    private Gate gate(Request<V> request) {
        return parts.gate().since(request.key(), request.note(), request.seenTag());
    }

    /** The source has none and that is not kept: what was there before must not be served on. */
    private void forget(Request<V> request, Lease<V> lease) {
        leases.forget(request.key(), lease);
        long outdated = request.seenTag();
        if (outdated != Gate.ABSENT) {
            parts.shared().local().drop(request.key(), presentTag -> presentTag == outdated);
        }
    }

    private void fail(Leg<V> leg, Throwable cause) {
        try {
            throttle(leg.request());
        } finally {
            flights.fail(leg.flight(), cause);
        }
    }

    /**
     * After a failed load: what stood in, or was to be refreshed, is left alone for a while, so that the
     * source is not asked at every read.
     */
    private void throttle(Request<V> request) {
        MemoryEntry<V> present = request.replaces();
        long now = parts.time().millis();
        if (present == null || present.isDead(now)) {
            return;
        }
        LOG.debug("load_failed key={}", request.key());
        long pause = parts.settings().stale().throttle().toMillis();
        long freshUntil = present.isFresh(now)
                ? present.expiresAt()
                : Math.min(present.life().staleUntil(), now + pause);
        MemoryEntry<V> spared = present.with(present.life().freshUntil(freshUntil));
        if (parts.memory() != null) {
            parts.installInMemory(request.key(), spared, gate(request));
        } else if (!present.isFresh(now)) {
            Entry encoded = parts.maker().encode(request.key(), spared);
            promoter.installAll(List.of(new Arrival<>(request.key(), spared, encoded, gate(request))));
        }
    }
}
