package dev.terrace.cache.server.api;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.time.TimeSource;
import dev.terrace.cache.warming.Warmer;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the resources work with.
 *
 * @param manager that is looked after
 * @param host what an extension may use of it
 * @param metrics of the manager
 * @param warmer of the manager; null for none
 * @param rules what clients may have
 */
public record Backstage(
        CacheManager manager,
        Host host,
        CacheMetrics metrics,
        @Nullable Warmer warmer,
        Rules rules) {

    /**
     * What clients may have.
     *
     * @param shownRegions of which values may be shown
     * @param readiness whether the application is ready
     * @param bodyBytes of a request at most
     * @param room for clients that stay
     */
    public record Rules(Predicate<String> shownRegions, BooleanSupplier readiness, int bodyBytes, Room room) {}

    /**
     * Room for clients that stay.
     *
     * @param streams event streams at once
     * @param jobs pieces of long work at once
     * @param listings key listings that wait for their next page
     * @param patience how long a request waits for its work
     */
    public record Room(int streams, int jobs, int listings, Duration patience) {}

    TimeSource time() {
        return host.time();
    }
}
