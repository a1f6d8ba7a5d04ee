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
import java.util.List;

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

    /** Makes the entry of a loaded value and stores it in the shared tier; what may go on from there arrives here. */
    MemoryEntry<V> prepare(Request<V> request, Loaded<V> loaded, Lease<V> lease, List<Arrival<V>> arrivals) {
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
            return entry;
        }
        Entry encoded = parts.chain().isEmpty() ? null : parts.maker().encode(key, entry);
        if (encoded == null || leases.fill(key, encoded, lease)) {
            arrivals.add(new Arrival<>(key, entry, encoded, gateOverSuspects(request, lease)));
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
