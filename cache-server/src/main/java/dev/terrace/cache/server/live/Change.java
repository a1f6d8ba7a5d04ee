package dev.terrace.cache.server.live;

import dev.terrace.cache.CacheStats;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was counted between two readings.
 *
 * @param seconds between them, above zero
 */
record Change(CacheStats from, CacheStats to, double seconds) {

    double perSecond(long before, long now) {
        return Math.max(0, now - before) / seconds;
    }

    /** Returns the share of reads that were answered, 0 to 1; null if there were none. */
    @Nullable
    Double hitRatio() {
        long hits = to.requests().hits() - from.requests().hits();
        long misses = to.requests().misses() - from.requests().misses();
        return hits + misses <= 0 ? null : (double) hits / (hits + misses);
    }

    double reads() {
        return perSecond(from.requests().hits(), to.requests().hits())
                + perSecond(from.requests().misses(), to.requests().misses());
    }

    Map<String, Double> rates() {
        Map<String, Double> rates = new LinkedHashMap<>();
        rates.put("reads", reads());
        rates.put("hits", perSecond(from.requests().hits(), to.requests().hits()));
        rates.put("misses", perSecond(from.requests().misses(), to.requests().misses()));
        rates.put(
                "staleHits",
                perSecond(from.requests().staleHits(), to.requests().staleHits()));
        rates.put("loads", perSecond(from.loads().successes(), to.loads().successes()));
        rates.put("loadFailures", perSecond(from.loads().failures(), to.loads().failures()));
        rates.put("sets", perSecond(from.writes().sets(), to.writes().sets()));
        rates.put("deletes", perSecond(from.writes().deletes(), to.writes().deletes()));
        rates.put(
                "invalidations",
                perSecond(from.writes().invalidations(), to.writes().invalidations()));
        to.removals()
                .forEach((cause, count) ->
                        rates.put("removed." + cause, perSecond(from.removals().getOrDefault(cause, 0L), count)));
        return rates;
    }
}
