package dev.terrace.cache.engine;

import dev.terrace.cache.tier.TierKey;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what removed a key last, for {@code explain}: the last removal for each of {@value #SLOTS}
 * hash values, so it takes bounded room and may have forgotten.
 */
final class RemovalLog {

    private static final int SLOTS = 4096;

    private final AtomicReferenceArray<@Nullable Removal> slots = new AtomicReferenceArray<>(SLOTS);

    private record Removal(TierKey key, String reason, long millis) {}

    void note(TierKey key, String reason, long millis) {
        slots.set(slot(key), new Removal(key, reason, millis));
    }

    /** Returns what removed the key; null if that is not remembered. */
    @Nullable
    String lookUp(TierKey key) {
        Removal removal = slots.get(slot(key));
        return removal == null || !removal.key().equals(key)
                ? null
                : removal.reason() + " at " + java.time.Instant.ofEpochMilli(removal.millis());
    }

    private static int slot(TierKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (SLOTS - 1);
    }
}
