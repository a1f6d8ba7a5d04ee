package dev.terrace.cache.engine;

import dev.terrace.cache.ContextLoader;
import dev.terrace.cache.LoadContext;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.LoadException.Reason;
import dev.terrace.cache.engine.Counters.Event;
import dev.terrace.cache.engine.EntryMaker.Wish;
import dev.terrace.cache.engine.LoadPath.Request;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryEntry.Stamp;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out one load: takes the shared tier's lease, calls the loader, and installs the result
 * through the gate. The callers get the value whatever the gate says.
 */
final class Pilot<V> {

    private static final Logger LOG = LoggerFactory.getLogger(Pilot.class);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final LeasedRead NO_LEASE = new LeasedRead(null, 0, null);

    private final RegionParts<V> parts;
    private final ReadPath<V> reads;
    private final Promoter<V> promoter;

    Pilot(RegionParts<V> parts, ReadPath<V> reads, Promoter<V> promoter) {
        this.parts = parts;
        this.reads = reads;
        this.promoter = promoter;
    }

    /**
     * What a loader returned.
     *
     * @param value null if the source has none
     */
    record Loaded<V>(@Nullable V value, Wish wish) {}

    /** Loads and completes the flight; never throws. */
    void fly(Flight<V> flight, Request<V> request) {
        flight.startedBy(Thread.currentThread());
        try {
            flight.result().complete(loadAndInstall(request));
        } catch (RuntimeException | Error e) {
            onFailure(request);
            flight.result().completeExceptionally(e);
        } finally {
            flight.landed();
        }
    }

    private MemoryEntry<V> loadAndInstall(Request<V> request) {
        LeasedRead leased = lease(request);
        SharedLink shared = parts.chain().shared();
        if (leased.entry() != null && shared != null && !request.mustLoad()) {
            Found<V> found = reads.ofShared(shared, request.key(), leased.entry(), request.note(), parts.now());
            if (found != null && found.isFresh()) {
                return found.entry();
            }
        }
        try {
            Loaded<V> loaded = load(request.key(), request.loader());
            return install(request, loaded, leased);
        } catch (RuntimeException | Error e) {
            if (shared != null && leased.lease() != 0) {
                shared.tier().release(request.key(), leased.lease());
            }
            throw e;
        }
    }

    /** Without an answer of the shared tier a load is this node's own affair. */
    private LeasedRead lease(Request<V> request) {
        SharedLink shared = parts.chain().shared();
        if (shared == null || parts.shared().pending().of(request.key()) != null) {
            return NO_LEASE;
        }
        try {
            LeasedRead leased = shared.tier().getOrLease(request.key(), request.seenTag(), LEASE);
            return leased.entry() != null && request.mustLoad()
                    ? shared.tier().getOrLease(request.key(), leased.entry().tag(), LEASE)
                    : leased;
        } catch (RuntimeException e) {
            shared.failed("lease", e, parts.counters());
            return NO_LEASE;
        }
    }

    private MemoryEntry<V> install(Request<V> request, Loaded<V> loaded, LeasedRead leased) {
        MemoryEntry<V> entry = make(request.key(), loaded, request.note());
        if (loaded.value() == null && parts.settings().loading().negativeTtl() == null) {
            return entry;
        }
        if (leased.retryAfter() == null && fill(request.key(), entry, leased)) {
            Gate gate = parts.gate().since(request.key(), request.note(), request.seenTag());
            if (!promoter.install(request.key(), entry, gate)) {
                parts.counters().count(Event.LOAD_REFUSED);
            }
        } else {
            parts.counters().count(Event.LOAD_REFUSED);
        }
        return entry;
    }

    MemoryEntry<V> make(TierKey key, Loaded<V> loaded, Note note) {
        Stamp stamp = new Stamp(parts.shared().tags().next(), note.position(), note.epoch());
        return parts.maker()
                .make(key, loaded.value(), loaded.wish(), stamp, parts.time().millis());
    }

    /** Stores a loaded value in the shared tier; false if the lease was lost and it must be installed nowhere. */
    private boolean fill(TierKey key, MemoryEntry<V> entry, LeasedRead leased) {
        SharedLink shared = parts.chain().shared();
        if (shared == null || leased.lease() == 0) {
            return true;
        }
        try {
            return shared.tier().fill(key, parts.maker().encode(key, entry), leased.lease());
        } catch (RuntimeException e) {
            shared.failed("fill", e, parts.counters());
            return false;
        }
    }

    /** Calls the loader and counts. */
    Loaded<V> load(TierKey key, ContextLoader<V> loader) {
        Decisions decisions = new Decisions();
        long start = parts.time().nanos();
        try {
            V value = loader.load(key.key(), decisions);
            loaded(key, parts.time().nanos() - start, null);
            return new Loaded<>(value, Wish.of(decisions.ttl, decisions.labels));
        } catch (LoadException e) {
            loaded(key, parts.time().nanos() - start, e);
            throw e;
        } catch (Exception e) {
            loaded(key, parts.time().nanos() - start, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new LoadException(Reason.FAILED, "loading " + key + " failed: " + e, e);
        } catch (Error e) {
            loaded(key, parts.time().nanos() - start, e);
            throw e;
        }
    }

    private void loaded(TierKey key, long nanos, @Nullable Throwable failure) {
        parts.counters().count(failure == null ? Event.LOAD_SUCCESS : Event.LOAD_FAILURE);
        parts.counters().add(Event.LOAD_NANOS, nanos);
        if (parts.shared().events().isHeard()) {
            parts.shared().events().loaded(key.region(), key.key(), nanos, failure);
        }
    }

    /**
     * After a failed load: what stood in, or was to be refreshed, is left alone for a while, so that the
     * source is not asked at every read.
     */
    private void onFailure(Request<V> request) {
        MemoryEntry<V> present = request.replaces();
        long now = parts.time().millis();
        if (present == null || parts.memory() == null || present.isDead(now)) {
            return;
        }
        long throttle = parts.settings().stale().throttle().toMillis();
        long freshUntil = present.isFresh(now)
                ? present.expiresAt()
                : Math.min(present.life().staleUntil(), now + throttle);
        LOG.debug("load_failed key={}", request.key());
        Gate gate = parts.gate().since(request.key(), request.note(), present.tag());
        parts.installInMemory(request.key(), present.with(present.life().freshUntil(freshUntil)), gate);
    }

    /** Takes what the loader decides. */
    private static final class Decisions implements LoadContext {

        private @Nullable Duration ttl;
        private String[] labels = {};

        @Override
        public void ttl(Duration value) {
            ttl = Durations.positive("ttl", value);
        }

        @Override
        public void labels(String... values) {
            labels = values.clone();
        }
    }
}
