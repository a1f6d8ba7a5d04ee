package dev.terrace.cache.engine;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.event.RemovalCause;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one region. Striped adders: counting a hit allocates nothing and threads do not meet. */
@SuppressWarnings("EnumOrdinal") // an array of adders is the point: counting must cost an index, not a look-up
final class Counters {

    /** What is counted for a region as a whole. */
    enum Event {
        MISS,
        STALE_HIT,
        NEGATIVE_HIT,
        LOAD_SUCCESS,
        LOAD_FAILURE,
        LOAD_NANOS,
        LOAD_JOINED,
        LOAD_REFUSED,
        REFRESH,
        SET,
        DELETE,
        INVALIDATION
    }

    /** What is counted for each tier. */
    enum TierEvent {
        HIT,
        MISS,
        FAILURE,
        PROMOTION,
        PROMOTION_REFUSED,
        DAMAGED,
        REFUSED_WRITE,
        DEMOTION
    }

    private final List<String> tiers;
    private final LongAdder[] events = adders(Event.values().length);
    private final LongAdder[] removals = adders(RemovalCause.values().length);
    private final LongAdder[][] tierEvents;
    private final LongAdder memoryHits;

    /** Reads without a loader that found nothing in any tier: a miss of each and of the whole, for the price of one. */
    private final LongAdder missesEverywhere = new LongAdder();

    /** Makes counters for a chain: tier 0 is the memory tier. */
    Counters(List<String> tiers) {
        this.tiers = tiers;
        this.tierEvents = new LongAdder[tiers.size()][];
        for (int tier = 0; tier < tierEvents.length; tier++) {
            tierEvents[tier] = adders(TierEvent.values().length);
        }
        this.memoryHits = tierEvents[0][TierEvent.HIT.ordinal()];
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }

    /** Counts a hit in memory. */
    void memoryHit() {
        memoryHits.increment();
    }

    /** Counts a read that was answered by a miss of every tier, memory included. */
    void missEverywhere() {
        missesEverywhere.increment();
    }

    void count(Event event) {
        events[event.ordinal()].increment();
    }

    void add(Event event, long amount) {
        events[event.ordinal()].add(amount);
    }

    void count(int tier, TierEvent event) {
        tierEvents[tier][event.ordinal()].increment();
    }

    void count(RemovalCause cause) {
        removals[cause.ordinal()].increment();
    }

    void add(RemovalCause cause, long amount) {
        removals[cause.ordinal()].add(amount);
    }

    /** Counts from zero again. */
    void reset() {
        missesEverywhere.reset();
        for (LongAdder adder : events) {
            adder.reset();
        }
        for (LongAdder adder : removals) {
            adder.reset();
        }
        for (LongAdder[] tier : tierEvents) {
            for (LongAdder adder : tier) {
                adder.reset();
            }
        }
    }

    /** Returns the counters as they are now. */
    CacheStats snapshot() {
        Map<String, CacheStats.TierCounts> byTier = new LinkedHashMap<>();
        long hits = 0;
        for (int tier = 0; tier < tierEvents.length; tier++) {
            byTier.put(tiers.get(tier), tierCounts(tier));
            hits += sum(tier, TierEvent.HIT);
        }
        return new CacheStats(
                new CacheStats.Requests(hits, sum(Event.MISS), sum(Event.STALE_HIT), sum(Event.NEGATIVE_HIT)),
                new CacheStats.Loads(
                        sum(Event.LOAD_SUCCESS),
                        sum(Event.LOAD_FAILURE),
                        sum(Event.LOAD_NANOS),
                        sum(Event.LOAD_JOINED),
                        sum(Event.LOAD_REFUSED),
                        sum(Event.REFRESH)),
                new CacheStats.Writes(sum(Event.SET), sum(Event.DELETE), sum(Event.INVALIDATION)),
                removalCounts(),
                byTier);
    }

    private Map<String, Long> removalCounts() {
        Map<RemovalCause, Long> counts = new EnumMap<>(RemovalCause.class);
        for (RemovalCause cause : RemovalCause.values()) {
            counts.put(cause, removals[cause.ordinal()].sum());
        }
        Map<String, Long> named = new LinkedHashMap<>();
        counts.forEach((cause, count) -> named.put(cause.name().toLowerCase(Locale.ROOT), count));
        return named;
    }

    private CacheStats.TierCounts tierCounts(int tier) {
        return new CacheStats.TierCounts(
                sum(tier, TierEvent.HIT),
                sum(tier, TierEvent.MISS),
                sum(tier, TierEvent.FAILURE),
                sum(tier, TierEvent.PROMOTION),
                sum(tier, TierEvent.PROMOTION_REFUSED),
                sum(tier, TierEvent.DAMAGED),
                sum(tier, TierEvent.REFUSED_WRITE),
                sum(tier, TierEvent.DEMOTION));
    }

    private long sum(Event event) {
        long alone = events[event.ordinal()].sum();
        return event == Event.MISS ? alone + missesEverywhere.sum() : alone;
    }

    private long sum(int tier, TierEvent event) {
        long alone = tierEvents[tier][event.ordinal()].sum();
        return event == TierEvent.MISS ? alone + missesEverywhere.sum() : alone;
    }
}
