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
        keys.compute(key, (k, before) -> {
            long position = record(k);
            if (before != null && journal != null) {
                journal.settle(before);
            }
            return position;
        });
        return true;
    }

    /** Returns where history stands, to be asked before a call that may settle what is distrusted by then. */
    long now() {
        return positions.current();
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

    /**
     * Forgets a key: the tier has lost it, or holds a newer value.
     *
     * @param upTo {@link #now} before the tier was called: a failure that came later is not settled by that call
     */
    void settle(TierKey key, long upTo) {
        if (keys.isEmpty()) {
            return;
        }
        keys.computeIfPresent(key, (k, position) -> {
            if (position > upTo) {
                return position;
            }
            if (journal != null) {
                journal.settle(position);
            }
            return null;
        });
    }

    /** Forgets all: the tier was emptied. */
    void settleAll(long upTo) {
        keys.keySet().forEach(key -> settle(key, upTo));
    }

    /** Returns the keys as they are now. */
    List<TierKey> snapshot() {
        return List.copyOf(keys.keySet());
    }

    int size() {
        return keys.size();
    }
}
