package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that a tier may hold wrongly: it refused or failed a write, and then failed to lose the key.
 * Until its removal is confirmed the tier is not asked for such a key. What cannot be remembered
 * (too many keys) is answered by {@link #add} with false: the whole tier is then not to be trusted.
 */
final class Distrust {

    private static final Logger LOG = LoggerFactory.getLogger(Distrust.class);
    private static final int CAPACITY = 10_000;

    private final String tier;
    private final Positions positions;
    private final @Nullable Journal journal;
    private final Map<TierKey, Long> keys = new ConcurrentHashMap<>();

    Distrust(String tier, Positions positions, @Nullable Journal journal) {
        this.tier = tier;
        this.positions = positions;
        this.journal = journal;
    }

    /** Takes over what an earlier run left. */
    void restore(Journal.Distrust record) {
        keys.put(record.key(), record.position());
    }

    /** Returns true if the tier must not be asked for the key. */
    boolean covers(TierKey key) {
        return !keys.isEmpty() && keys.containsKey(key);
    }

    /** Remembers a key; false if there are too many. */
    boolean add(TierKey key) {
        if (keys.size() >= CAPACITY) {
            return keys.containsKey(key);
        }
        keys.computeIfAbsent(key, this::record);
        return true;
    }

    private long record(TierKey key) {
        long position = positions.next();
        if (journal != null) {
            try {
                journal.append(new Journal.Distrust(position, key, tier));
            } catch (RuntimeException e) {
                LOG.warn("distrust_not_journalled tier={}", tier, e);
            }
        }
        return position;
    }

    /** Forgets a key: the tier has lost it, or holds a newer value. */
    void settle(TierKey key) {
        if (keys.isEmpty()) {
            return;
        }
        Long position = keys.remove(key);
        if (position != null && journal != null) {
            journal.settle(position);
        }
    }

    /** Forgets all: the tier was emptied. */
    void settleAll() {
        keys.keySet().forEach(this::settle);
    }

    /** Returns the keys as they are now. */
    List<TierKey> snapshot() {
        return List.copyOf(keys.keySet());
    }

    int size() {
        return keys.size();
    }
}
