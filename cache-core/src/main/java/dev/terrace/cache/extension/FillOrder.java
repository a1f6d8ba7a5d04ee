package dev.terrace.cache.extension;

import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be brought into the tiers.
 *
 * @param keys in the order of their worth; repeated ones count once
 * @param ttl time to live of what is loaded; null for the one of the key's pattern or region
 * @param renewWithin a live value is loaded anew if it has no more than this left to live; zero to leave it alone,
 *     {@link Durations#LONGEST} to load it anew in any case
 * @param intoMemory false to bring only what fits below: into memory go then only new values of keys that are there
 */
public record FillOrder(Collection<String> keys, @Nullable Duration ttl, Duration renewWithin, boolean intoMemory) {

    /** Checks the values and takes a copy of the keys. */
    public FillOrder {
        keys = List.copyOf(new LinkedHashSet<>(Arguments.given("keys", keys, "pass an empty list for none")));
        if (ttl != null) {
            Durations.positive("ttl", ttl);
        }
        Arguments.given("renewWithin", renewWithin, "pass Duration.ZERO to leave live values alone");
        if (renewWithin.isNegative()) {
            throw new IllegalArgumentException(
                    "renewWithin must not be negative but was " + renewWithin + "; pass Duration.ZERO for never");
        }
    }

    /** Returns an order for what is missing, with the region's time to live, into every tier. */
    public static FillOrder of(Collection<String> keys) {
        return new FillOrder(keys, null, Duration.ZERO, true);
    }

    /** Returns true if what is live is loaded anew however long it lasts. */
    public boolean renewsAll() {
        return renewWithin.compareTo(Durations.LONGEST) >= 0;
    }

    /** Returns a copy with this time to live. */
    public FillOrder ttl(@Nullable Duration time) {
        return new FillOrder(keys, time, renewWithin, intoMemory);
    }

    /** Returns a copy that renews what has so little left to live. */
    public FillOrder renewWithin(Duration time) {
        return new FillOrder(keys, ttl, time, intoMemory);
    }

    /** Returns a copy that leaves memory to what is there. */
    public FillOrder belowMemory() {
        return new FillOrder(keys, ttl, renewWithin, false);
    }
}
