package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.Event;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a loader brought into entries: first for the shared tier, under its lease, then for the tiers above. */
final class Landing<V> {

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final Leases<V> leases;

    Landing(RegionParts<V> parts, ReadPath<V> reads, Leases<V> leases) {
        this.parts = parts;
        this.reads = reads;
        this.leases = leases;
    }

    /**
     * A loaded value on its way, stored nowhere yet.
     *
     * @param encoded null where memory is all there is
     * @param isKept false if the source has no value, and that is not kept
     */
    record Cargo<V>(
            Request<V> request,
            Lease<V> lease,
            MemoryEntry<V> entry,
            @Nullable Entry encoded,
            boolean isKept) {

        TierKey key() {
            return request.key();
        }
    }

    /** Makes the entry of a loaded value. */
    Cargo<V> pack(Request<V> request, Loaded<V> loaded, Lease<V> lease) {
        TierKey key = request.key();
        Stamp stamp = new Stamp(
                parts.shared().tags().next(),
                request.note().position(),
                request.note().epoch());
        MemoryEntry<V> entry = parts.maker()
                .make(key, loaded.value(), loaded.wish(), stamp, parts.time().millis());
        parts.shared().events().made(key, entry, true);
        if (loaded.value() == null && parts.settings().loading().negativeTtl() == null) {
            forget(request, lease);
            return new Cargo<>(request, lease, entry, null, false);
        }
        Entry encoded = parts.chain().isEmpty() ? null : parts.maker().encode(key, entry);
        return new Cargo<>(request, lease, entry, encoded, true);
    }

    /** Stores loaded values in the shared tier, all at once, and returns those that may go on from there. */
    List<Arrival<V>> unload(List<Cargo<V>> loaded) {
        List<Cargo<V>> kept = loaded.stream().filter(Cargo::isKept).toList();
        boolean[] mayGoOn = leases.fillAll(kept);
        List<Arrival<V>> arrivals = new ArrayList<>(kept.size());
        for (int i = 0; i < mayGoOn.length; i++) {
            Cargo<V> each = kept.get(i);
            if (mayGoOn[i]) {
                Gate gate = gateOverSuspects(each.request(), each.lease());
                arrivals.add(new Arrival<>(each.key(), each.entry(), each.encoded(), gate));
            } else {
                parts.counters().count(Event.LOAD_REFUSED);
            }
        }
        return arrivals;
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

    /** Returns the gate for a value that a request has brought. */
    Gate gate(Request<V> request) {
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
}
