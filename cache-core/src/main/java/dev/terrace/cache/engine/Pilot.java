package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.Landing.Cargo;
import dev.terrace.cache.engine.Leases.Lease;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.engine.LoaderCall.Loaded;
import dev.terrace.cache.engine.Promoter.Arrival;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
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
    private final Landing<V> landing;

    Pilot(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter, SingleFlight<V> flights) {
        this.parts = parts;
        this.reads = reads;
        this.promoter = promoter;
        this.flights = flights;
        this.leases = new Leases<>(parts, reads);
        this.calls = new LoaderCall<>(parts);
        this.landing = new Landing<>(parts, reads, leases);
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
            openOrArrive(legs, open);
            if (!open.isEmpty()) {
                arrive(open, source.ask(open));
            }
        } catch (RuntimeException | Error e) {
            open.forEach(each -> leases.release(each.key(), each.lease()));
            legs.stream().filter(leg -> !leg.flight().result().isDone()).forEach(leg -> fail(leg, e));
        }
    }

    private void openOrArrive(List<Leg<V>> legs, List<Open<V>> open) {
        List<Leg<V>> asking = new ArrayList<>(legs.size());
        for (Leg<V> leg : legs) {
            MemoryEntry<V> landed = leg.request().mustLoad() ? null : justLanded(leg.request());
            if (landed == null) {
                asking.add(leg);
            } else {
                flights.arrive(leg.flight(), landed);
            }
        }
        List<Lease<V>> taken = leasesOf(asking, legs.size() == 1);
        for (int i = 0; i < taken.size(); i++) {
            MemoryEntry<V> known = taken.get(i).known();
            if (known == null) {
                open.add(new Open<>(asking.get(i), taken.get(i)));
            } else {
                flights.arrive(asking.get(i).flight(), known);
            }
        }
    }

    /** A load of many keys does not wait for other processes: two that hold what the other one needs would both wait. */
    private List<Lease<V>> leasesOf(List<Leg<V>> asking, boolean alone) {
        List<Request<V>> requests = asking.stream().map(Leg::request).toList();
        return alone ? requests.stream().map(leases::await).toList() : leases.takeAll(requests);
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
        List<Cargo<V>> all = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            Open<V> each = open.get(i);
            try {
                Cargo<V> cargo = landing.pack(each.leg().request(), loaded.get(i), each.lease());
                all.add(cargo);
                entries.put(each.leg(), cargo.entry());
            } catch (RuntimeException e) {
                leases.release(each.key(), each.lease());
                fail(each.leg(), e); // a value that cannot be encoded does not fail the others
            }
        }
        List<Arrival<V>> arrivals = landing.unload(all);
        int refused =
                arrivals.size() - promoter.installAll(arrivals, arrival -> true).size();
        parts.counters().add(Event.LOAD_REFUSED, refused);
        entries.forEach((leg, entry) -> flights.arrive(leg.flight(), entry));
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
            parts.installInMemory(request.key(), spared, landing.gate(request));
        } else if (!present.isFresh(now)) {
            Entry encoded = parts.maker().encode(request.key(), spared);
            promoter.installAll(
                    List.of(new Arrival<>(request.key(), spared, encoded, landing.gate(request))), arrival -> true);
        }
    }
}
