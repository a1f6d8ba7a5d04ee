package dev.terrace.cache;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one key.
 *
 * @param region the region
 * @param key the key inside the region
 * @param tiers what each tier holds, from memory downwards
 * @param pendingWrite {@code set} or {@code delete} if such a write is on its way to the slower tiers;
 *     null if none is
 * @param hiddenBy the barriers that hide older entries of this key until they are swept
 * @param lastRemoval what last removed the key from this node, as far as remembered; null if unknown
 */
public record Explanation(
        String region,
        String key,
        List<InTier> tiers,
        @Nullable String pendingWrite,
        List<String> hiddenBy,
        @Nullable String lastRemoval) {

    /** Takes copies of the lists. */
    public Explanation {
        tiers = List.copyOf(tiers);
        hiddenBy = List.copyOf(hiddenBy);
    }

    /** How good an entry is. */
    public enum State {
        /** It is served. */
        FRESH,
        /** It is past its time to live and may stand in for a failed load. */
        STALE,
        /** It is past its time and waits for removal. */
        EXPIRED,
        /** A barrier hides it until the sweep removes it. */
        HIDDEN,
        /** Another node may have replaced it; it is compared with the shared tier at its next use. */
        SUSPECT,
        /** The tier has nothing. */
        ABSENT,
        /** The tier could not be asked, or its answer is not trusted for this key. */
        UNKNOWN
    }

    /**
     * What one tier holds.
     *
     * @param tier the tier's name
     * @param state how good it is
     * @param remaining time to live; null if it never expires or there is nothing
     * @param tag the entry's tag; 0 if there is nothing
     * @param bytes what it takes; 0 if there is nothing
     */
    public record InTier(String tier, State state, @Nullable Duration remaining, long tag, long bytes) {}
}
