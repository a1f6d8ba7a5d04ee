package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Landing.Cargo;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.SharedTier.LeaseWish;
import dev.terrace.cache.tier.SharedTier.LeasedFill;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier's part in a load: it lends the right to load a key, or answers with what another
 * node has loaded. Without its answer a load is this node's own affair.
 */
final class Leases<V> {

    private static final Duration LENGTH = Duration.ofSeconds(10);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;

    Leases(RegionParts<V> parts, ReadPath<V> reads) {
        this.parts = parts;
        this.reads = reads;
    }

    /**
     * What the shared tier said before a load.
     *
     * @param token gives the right to store the result there; 0 if there is no need or no right to
     * @param replaced the tag of the entry there that the result is to replace; 0 for none
     * @param known a fresh value that another node has stored meanwhile: there is nothing to load
     * @param refusal why the result must not be stored there
     */
    record Lease<V>(long token, long replaced, @Nullable MemoryEntry<V> known, Refusal refusal) {}

    /** Why a result must not be stored in the shared tier. */
    enum Refusal {
        /** It may be. */
        NONE,
        /** Another node loads the key: the result must be installed nowhere. */
        TAKEN,
        /** The tier could not be asked. */
        AWAY
    }

    private static <V> Lease<V> none(Refusal refusal) {
        return new Lease<>(0, Gate.ABSENT, null, refusal);
    }

    /** Asks for the leases of many keys at once; none of them must be loaded whatever the tier has. */
    List<Lease<V>> takeAll(List<Request<V>> requests) {
        SharedLink shared = parts.chain().shared();
        List<Request<V>> asked = shared == null
                ? List.of()
                : requests.stream()
                        .filter(request -> parts.shared().pending().of(request.key()) == null)
                        .toList();
        Map<TierKey, Lease<V>> taken = shared == null || asked.isEmpty() ? Map.of() : takeAll(shared, asked);
        List<Lease<V>> leases = new ArrayList<>(requests.size());
        requests.forEach(request -> leases.add(taken.getOrDefault(request.key(), none(Refusal.NONE))));
        return leases;
    }

    private Map<TierKey, Lease<V>> takeAll(SharedLink shared, List<Request<V>> asked) {
        Map<TierKey, Lease<V>> leases = new HashMap<>();
        try {
            List<LeaseWish> wishes = asked.stream()
                    .map(request -> new LeaseWish(request.key(), request.seenTag()))
                    .toList();
            List<LeasedRead> answers = shared.tier().getOrLeaseAll(wishes, LENGTH);
            for (int i = 0; i < asked.size(); i++) {
                Request<V> request = asked.get(i);
                leases.put(request.key(), lease(shared, request, request.seenTag(), answers.get(i)));
            }
        } catch (RuntimeException e) {
            shared.failed("lease", e, parts.counters());
            asked.forEach(request -> leases.putIfAbsent(request.key(), none(Refusal.AWAY)));
        }
        return leases;
    }

    /** Asks for the lease of a key. */
    Lease<V> take(Request<V> request) {
        SharedLink shared = parts.chain().shared();
        if (shared == null || parts.shared().pending().of(request.key()) != null) {
            return none(Refusal.NONE);
        }
        try {
            return take(shared, request);
        } catch (RuntimeException e) {
            shared.failed("lease", e, parts.counters());
            return none(Refusal.AWAY);
        }
    }

    /** As {@link #take}, but waits for as long as the region allows while another process loads the key. */
    Lease<V> await(Request<V> request) {
        Lease<V> lease = take(request);
        Duration limit = parts.settings().loading().leaseWait();
        if (limit == null || request.mustLoad()) {
            return lease;
        }
        long deadline = parts.time().nanos() + limit.toNanos();
        Duration pause = FIRST_PAUSE;
        while (lease.refusal() == Refusal.TAKEN && parts.time().nanos() - deadline < 0 && waited(pause)) {
            lease = take(request);
            pause = pause.plus(FIRST_PAUSE).compareTo(LONGEST_PAUSE) < 0 ? pause.plus(FIRST_PAUSE) : LONGEST_PAUSE;
        }
        return lease;
    }

    /** Waits on the loading thread; false if it was interrupted. */
    private boolean waited(Duration pause) {
        CountDownLatch over = new CountDownLatch(1);
        TimeSource.Scheduled end = parts.time().after(pause, over::countDown);
        try {
            over.await();
            return true;
        } catch (InterruptedException e) {
            end.cancel();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Lease<V> take(SharedLink shared, Request<V> request) {
        long replaced = request.seenTag();
        LeasedRead leased = shared.tier().getOrLease(request.key(), replaced, LENGTH);
        Entry entry = leased.entry();
        if (entry != null && request.mustLoad()) {
            replaced = entry.tag();
            leased = shared.tier().getOrLease(request.key(), replaced, LENGTH);
        }
        return lease(shared, request, replaced, leased);
    }

    private Lease<V> lease(SharedLink shared, Request<V> request, long replaced, LeasedRead answer) {
        Entry entry = answer.entry();
        MemoryEntry<V> known = entry == null || request.mustLoad() ? null : known(shared, request, entry);
        return new Lease<>(answer.lease(), replaced, known, answer.retryAfter() == null ? Refusal.NONE : Refusal.TAKEN);
    }

    private @Nullable MemoryEntry<V> known(SharedLink shared, Request<V> request, Entry entry) {
        Found<V> found = reads.ofShared(shared, request.key(), entry, request.note(), parts.now());
        return found != null && found.isFresh() ? found.entry() : null;
    }

    /** Stores loaded values; for each, in their order, false if its lease was lost and it must be installed nowhere. */
    boolean[] fillAll(List<Cargo<V>> loaded) {
        boolean[] may = new boolean[loaded.size()];
        List<Integer> places = new ArrayList<>();
        List<LeasedFill> fills = new ArrayList<>();
        for (int i = 0; i < loaded.size(); i++) {
            Cargo<V> each = loaded.get(i);
            Entry encoded = each.encoded();
            may[i] = encoded == null || each.lease().refusal() != Refusal.TAKEN;
            if (may[i] && encoded != null && each.lease().token() != 0) {
                places.add(i);
                fills.add(new LeasedFill(each.key(), encoded, each.lease().token()));
            }
        }
        SharedLink shared = parts.chain().shared();
        if (shared != null && !fills.isEmpty()) {
            List<Boolean> filled = fillAll(shared, fills);
            for (int i = 0; i < places.size(); i++) {
                may[places.get(i)] = filled.get(i);
            }
        }
        return may;
    }

    private List<Boolean> fillAll(SharedLink shared, List<LeasedFill> fills) {
        try {
            if (fills.size() == 1) {
                LeasedFill only = fills.get(0);
                return List.of(shared.tier().fill(only.key(), only.entry(), only.lease()));
            }
            return shared.tier().fillAll(fills);
        } catch (RuntimeException e) {
            shared.failed("fill", e, parts.counters());
            return Collections.nCopies(fills.size(), false);
        }
    }

    /** Gives a lease back without a value. */
    void release(TierKey key, Lease<V> lease) {
        SharedLink shared = parts.chain().shared();
        if (shared != null && lease.token() != 0) {
            shared.tier().release(key, lease.token());
        }
    }

    /** The source has no value any more: removes the one that was to be replaced, and gives the lease back. */
    void forget(TierKey key, Lease<V> lease) {
        SharedLink shared = parts.chain().shared();
        if (shared == null || lease.token() == 0) {
            return;
        }
        try {
            if (lease.replaced() != Gate.ABSENT) {
                shared.tier().compareAndSet(key, lease.replaced(), null);
            }
        } catch (RuntimeException e) {
            shared.failed("remove", e, parts.counters());
        }
        shared.tier().release(key, lease.token());
    }
}
