package dev.terrace.cache.engine;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.event.RemovalCause;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

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

    /** What had been counted at the last reset: setting adders back would lose what is counted meanwhile. */
    private volatile @Nullable Sums baseline;

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

    /** Counts from zero again: from now on {@link #snapshot} leaves out what was counted so far, and not an event more. */
    void reset() {
        baseline = sums();
    }

    /** Returns what was counted since the last reset. */
    CacheStats snapshot() {
        Sums before = baseline;
        return stats(before == null ? sums() : sums().minus(before));
    }

    /** Returns what was counted since the start, whatever was reset. */
    CacheStats lifetime() {
        return stats(sums());
    }

    private CacheStats stats(Sums sums) {
        Map<String, CacheStats.TierCounts> byTier = new LinkedHashMap<>();
        long hits = 0;
        for (int tier = 0; tier < tierEvents.length; tier++) {
            byTier.put(tiers.get(tier), tierCounts(sums, tier));
            hits += sums.of(tier, TierEvent.HIT);
        }
        return new CacheStats(
                new CacheStats.Requests(
                        hits, sums.of(Event.MISS), sums.of(Event.STALE_HIT), sums.of(Event.NEGATIVE_HIT)),
                new CacheStats.Loads(
                        sums.of(Event.LOAD_SUCCESS),
                        sums.of(Event.LOAD_FAILURE),
                        sums.of(Event.LOAD_NANOS),
                        sums.of(Event.LOAD_JOINED),
                        sums.of(Event.LOAD_REFUSED),
                        sums.of(Event.REFRESH)),
                new CacheStats.Writes(sums.of(Event.SET), sums.of(Event.DELETE), sums.of(Event.INVALIDATION)),
                removalCounts(sums),
                byTier);
    }

    private static Map<String, Long> removalCounts(Sums sums) {
        Map<String, Long> named = new LinkedHashMap<>();
        for (RemovalCause cause : RemovalCause.values()) {
            named.put(cause.name().toLowerCase(Locale.ROOT), sums.removals()[cause.ordinal()]);
        }
        return named;
    }

    private static CacheStats.TierCounts tierCounts(Sums sums, int tier) {
        return new CacheStats.TierCounts(
                sums.of(tier, TierEvent.HIT),
                sums.of(tier, TierEvent.MISS),
                sums.of(tier, TierEvent.FAILURE),
                sums.of(tier, TierEvent.PROMOTION),
                sums.of(tier, TierEvent.PROMOTION_REFUSED),
                sums.of(tier, TierEvent.DAMAGED),
                sums.of(tier, TierEvent.REFUSED_WRITE),
                sums.of(tier, TierEvent.DEMOTION));
    }

    private Sums sums() {
        long everywhere = missesEverywhere.sum();
        long[][] byTier = new long[tierEvents.length][];
        for (int tier = 0; tier < byTier.length; tier++) {
            byTier[tier] = sums(tierEvents[tier]);
            byTier[tier][TierEvent.MISS.ordinal()] += everywhere;
        }
        long[] whole = sums(events);
        whole[Event.MISS.ordinal()] += everywhere;
        return new Sums(whole, sums(removals), byTier);
    }

    private static long[] sums(LongAdder[] adders) {
        return Arrays.stream(adders).mapToLong(LongAdder::sum).toArray();
    }

    /** All counters at one moment, in the order of their enums. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
    private record Sums(long[] events, long[] removals, long[][] tiers) {

        long of(Event event) {
            return events[event.ordinal()];
        }

        long of(int tier, TierEvent event) {
            return tiers[tier][event.ordinal()];
        }

        Sums minus(Sums before) {
            long[][] byTier = new long[tiers.length][];
            for (int tier = 0; tier < byTier.length; tier++) {
                byTier[tier] = minus(tiers[tier], before.tiers[tier]);
            }
            return new Sums(minus(events, before.events), minus(removals, before.removals), byTier);
        }

        private static long[] minus(long[] now, long[] before) {
            long[] difference = new long[now.length];
            Arrays.setAll(difference, i -> now[i] - before[i]);
            return difference;
        }
    }
}
