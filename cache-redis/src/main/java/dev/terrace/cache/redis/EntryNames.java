package dev.terrace.cache.redis;

import dev.terrace.cache.tier.TierKey;
import java.util.List;

/** What belongs to one key in Redis. */
final class EntryNames {

    private final long generation;
    private final byte[] entry;
    private final byte[] lease;
    private final byte[] tombstone;

    private EntryNames(long generation, byte[] entry, byte[] lease, byte[] tombstone) {
        this.generation = generation;
        this.entry = entry;
        this.lease = lease;
        this.tombstone = tombstone;
    }

    static EntryNames of(RedisKeys keys, TierKey key, long generation) {
        byte[] entry = keys.entry(key, generation);
        return new EntryNames(generation, entry, keys.lease(entry), keys.tombstone(entry));
    }

    /** Returns the region's generation when the names were made. */
    long generation() {
        return generation;
    }

    byte[] entry() {
        return entry;
    }

    byte[] lease() {
        return lease;
    }

    /** Returns all names, as scripts take them. */
    List<byte[]> all() {
        return List.of(entry, lease, tombstone);
    }
}
