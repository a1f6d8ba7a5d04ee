package dev.terrace.cache.server.api;

import dev.terrace.cache.ManagerStats;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How well a tier is.
 *
 * @param position {@code l1} for the uppermost
 * @param maximumBytes null without a limit
 * @param freeBytes on the tier's device; null if it has none
 * @param pool connections; null if the tier has none
 * @param roundTripMillis to the server; null if it was not measured
 * @param breaker {@code open} or {@code closed}; null if the tier has none
 */
record TierHealth(
        String name,
        String position,
        State state,
        long entries,
        long expired,
        long bytes,
        @Nullable Long maximumBytes,
        @Nullable Long freeBytes,
        @Nullable Pool pool,
        @Nullable Double roundTripMillis,
        @Nullable String breaker) {

    /** How well: from good to bad. */
    enum State {
        /** All is well. */
        UP,
        /** It works, and somebody should look. */
        DEGRADED,
        /** It is not used. */
        DOWN
    }

    /**
     * Connections to a server.
     *
     * @param size at most
     * @param free of them, opened or not
     */
    record Pool(long size, long free) {}

    static List<TierHealth> of(List<String> tiers, ManagerStats stats) {
        List<TierHealth> all = new ArrayList<>();
        for (int i = 0; i < tiers.size(); i++) {
            String name = tiers.get(i);
            Numbers numbers = new Numbers(name, stats.gauges());
            TierSize size = stats.sizes().getOrDefault(name, TierSize.EMPTY);
            all.add(of(name, "l" + (i + 1), size, numbers));
        }
        return all;
    }

    private static TierHealth of(String name, String position, TierSize size, Numbers numbers) {
        Double poolSize = numbers.get("pool.size");
        Double poolFree = numbers.get("pool.free");
        Double open = numbers.get("breakers.open");
        return new TierHealth(
                name,
                position,
                state(numbers),
                size.entries(),
                size.expired(),
                size.bytes(),
                size.maximumBytes() == Long.MAX_VALUE ? null : size.maximumBytes(),
                whole(numbers.get("free.bytes")),
                poolSize == null || poolFree == null ? null : new Pool(poolSize.longValue(), poolFree.longValue()),
                numbers.get("round.trip.millis"),
                open == null ? null : open > 0 ? "open" : "closed");
    }

    private static @Nullable Long whole(@Nullable Double number) {
        return number == null ? null : number.longValue();
    }

    private static State state(Numbers numbers) {
        double open = numbers.orZero("breakers.open");
        boolean isUnreachable = open > 0 && open >= numbers.orZero("servers");
        if (numbers.is("aside", 1) || numbers.is("available", 0) || isUnreachable) {
            return State.DOWN;
        }
        return open > 0 || numbers.orZero("distrusted") > 0 ? State.DEGRADED : State.UP;
    }

    /** The gauges of one tier. */
    private record Numbers(String tier, Map<String, Double> gauges) {

        @Nullable
        Double get(String name) {
            Double plain = gauges.get(tier + "." + name);
            return plain != null ? plain : gauges.get(tier + "." + tier + "." + name);
        }

        double orZero(String name) {
            Double number = get(name);
            return number == null ? 0 : number;
        }

        boolean is(String name, double value) {
            Double number = get(name);
            return number != null && number == value;
        }
    }
}
