package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.FillPath.Item;
import dev.terrace.cache.engine.Landing.Cargo;
import dev.terrace.cache.engine.Leases.Lease;
import dev.terrace.cache.engine.Leases.Refusal;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.engine.LoaderCall.Loaded;
import dev.terrace.cache.engine.Promoter.Arrival;
import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads keys that nobody waits for, each under its lease and through the gate. A key that the source does not return
 * stays as it is, and one that another node is loading is left to that node.
 */
final class FillLoad<V> {

    private static final Logger LOG = LoggerFactory.getLogger(FillLoad.class);

    private final RegionParts<V> parts;
    private final Promoter<V> promoter;
    private final Leases<V> leases;
    private final LoaderCall<V> calls;
    private final Landing<V> landing;

    FillLoad(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter) {
        this.parts = parts;
        this.promoter = promoter;
        this.leases = new Leases<>(parts, reads);
        this.calls = new LoaderCall<>(parts);
        this.landing = new Landing<>(parts, reads, leases);
    }

    /** A key that the source is asked for. */
    private record Open<V>(Item<V> item, Request<V> request, Lease<V> lease) {}

    void load(List<Item<V>> items, FillOrder order, BatchLoader<V> loader) {
        List<Open<V>> open = new ArrayList<>(items.size());
        lease(items, open);
        if (open.isEmpty()) {
            return;
        }
        try {
            Map<String, V> values =
                    calls.loadAll(open.stream().map(each -> each.item().key).toList(), loader);
            install(open, values, order);
        } catch (LoadException e) {
            LOG.debug("fill_failed region={} keys={}", parts.name(), open.size(), e);
            open.forEach(each -> giveUp(each, Outcome.FAILED));
        }
    }

    private void lease(List<Item<V>> items, List<Open<V>> open) {
        List<Request<V>> requests = items.stream()
                .map(item -> new Request<>(item.key, item.note, item.replaces, false))
                .toList();
        List<Lease<V>> taken = leases.takeAll(requests);
        for (int i = 0; i < taken.size(); i++) {
            Lease<V> lease = taken.get(i);
            if (lease.known() != null) {
                items.get(i).end(Outcome.COPIED, lease.known().tag());
            } else if (lease.refusal() == Refusal.TAKEN) {
                items.get(i).end(Outcome.BUSY);
            } else {
                open.add(new Open<>(items.get(i), requests.get(i), lease));
            }
        }
    }

    private void giveUp(Open<V> each, Outcome outcome) {
        leases.release(each.item().key, each.lease());
        each.item().end(outcome);
    }

    private void install(List<Open<V>> open, Map<String, V> values, FillOrder order) {
        Map<TierKey, Item<V>> items = new HashMap<>();
        List<Cargo<V>> loaded = new ArrayList<>(open.size());
        Wish wish = Wish.of(order.ttl());
        for (Open<V> each : open) {
            V value = values.get(each.item().key.key());
            items.put(each.item().key, each.item());
            if (value == null) {
                giveUp(each, Outcome.ABSENT);
            } else {
                prepare(each, new Loaded<>(value, wish), loaded);
            }
        }
        List<Arrival<V>> arrivals = landing.unload(loaded);
        Set<TierKey> installed = promoter.installAll(
                arrivals, arrival -> order.intoMemory() || Objects.requireNonNull(items.get(arrival.key())).isInMemory);
        parts.counters().add(Event.LOAD_REFUSED, arrivals.size() - installed.size());
        for (Arrival<V> arrival : arrivals) {
            Outcome outcome = installed.contains(arrival.key()) ? Outcome.LOADED : Outcome.REFUSED;
            Objects.requireNonNull(items.get(arrival.key())).result =
                    new Filled(outcome, arrival.entry().tag(), bytesOf(arrival));
        }
    }

    private static long bytesOf(Arrival<?> arrival) {
        return arrival.encoded() == null
                ? arrival.entry().weight()
                : arrival.encoded().bytes().length;
    }

    /** A value that is of another type or cannot be encoded does not fail the others. */
    private void prepare(Open<V> each, Loaded<V> value, List<Cargo<V>> loaded) {
        each.item().end(Outcome.REFUSED); // unless it arrives
        try {
            if (parts.type() instanceof Class<?> type && !type.isInstance(value.value())) {
                throw new IllegalArgumentException("the loader must return " + type.getName() + " for region "
                        + parts.name() + " but it was another type; give the region and the loader the same one");
            }
            loaded.add(landing.pack(each.request(), value, each.lease()));
        } catch (RuntimeException e) {
            LOG.debug("fill_failed key={}", each.item().key, e);
            giveUp(each, Outcome.FAILED);
        }
    }
}
