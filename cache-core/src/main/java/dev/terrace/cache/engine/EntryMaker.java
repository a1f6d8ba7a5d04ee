package dev.terrace.cache.engine;

import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.EntryMeta;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.memory.MemoryEntry.Lifetime;
import dev.terrace.cache.memory.MemoryEntry.Stamp;
import dev.terrace.cache.memory.MemoryRegion;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the entries of one region: from a value for memory, from a memory entry the bytes for the
 * tiers below, from such bytes a memory entry again. Headers carry the clock of the shared tier,
 * memory entries the local one.
 */
final class EntryMaker<V> {

    private static final long NEVER = Long.MAX_VALUE;

    private final RegionSettings settings;
    private final Supplier<TtlTable> ttlTable;
    private final EntryCodec<V> codec;
    private final @Nullable MemoryRegion<V> memory;
    private final Epochs epochs;

    EntryMaker(
            RegionSettings settings,
            Supplier<TtlTable> ttlTable,
            EntryCodec<V> codec,
            @Nullable MemoryRegion<V> memory,
            Epochs epochs) {
        this.settings = settings;
        this.ttlTable = ttlTable;
        this.codec = codec;
        this.memory = memory;
        this.epochs = epochs;
    }

    /**
     * What the caller or loader decided about an entry.
     *
     * @param ttl null for the one of the key's pattern or region
     * @param labels hashes
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per write is not worth it
    record Wish(@Nullable Duration ttl, long[] labels) {

        private static final long[] NO_LABELS = {};

        static final Wish NONE = new Wish(null, NO_LABELS);

        static Wish of(@Nullable Duration ttl, String... labels) {
            if (ttl != null) {
                Durations.positive("ttl", ttl);
            }
            long[] hashes = hashes(labels);
            return ttl == null && hashes.length == 0 ? NONE : new Wish(ttl, hashes);
        }

        private static long[] hashes(String... labels) {
            Arguments.given("labels", labels, "leave them out for none");
            if (labels.length > EntryFormat.MAX_LABELS) {
                throw new IllegalArgumentException("labels must be at most " + EntryFormat.MAX_LABELS + " but were "
                        + labels.length + "; use fewer, broader labels");
            }
            long[] hashes = new long[labels.length];
            for (int i = 0; i < labels.length; i++) {
                hashes[i] = Keys.labelHash(labels[i]);
            }
            return hashes;
        }
    }

    /**
     * Makes the memory entry of a new value.
     *
     * @param value null for "the source has none"
     */
    MemoryEntry<V> make(TierKey key, @Nullable V value, Wish wish, Stamp stamp, long now) {
        long ttl = value == null ? negativeMillis() : ttlMillis(key, wish);
        long expiresAt = ttl == NEVER ? NEVER : now + ttl;
        Lifetime life =
                new Lifetime(now, expiresAt, staleUntil(value, expiresAt), refreshAt(now, expiresAt), idleMillis());
        return entry(key, value, life, stamp, wish.labels());
    }

    private long negativeMillis() {
        Duration ttl = settings.loading().negativeTtl();
        return ttl == null ? 0 : ttl.toMillis();
    }

    private long ttlMillis(TierKey key, Wish wish) {
        Duration ttl = wish.ttl();
        if (ttl != null) {
            return ttl.toMillis();
        }
        Duration ofPattern = ttlTable.get().ttlOf(key);
        Duration chosen = ofPattern != null ? ofPattern : settings.expiry().ttl();
        return chosen == null ? NEVER : jittered(chosen.toMillis());
    }

    private long jittered(long millis) {
        double jitter = settings.expiry().jitter();
        if (jitter == 0) {
            return millis;
        }
        return Math.max(
                1,
                millis - (long) (millis * jitter * ThreadLocalRandom.current().nextDouble()));
    }

    private long staleUntil(@Nullable V value, long expiresAt) {
        return value == null
                ? expiresAt
                : later(expiresAt, settings.stale().ifError().toMillis());
    }

    private long refreshAt(long now, long expiresAt) {
        double share = settings.loading().refreshAhead();
        return share == 0 || expiresAt == NEVER ? NEVER : now + (long) ((expiresAt - now) * share);
    }

    private long idleMillis() {
        Duration idle = settings.expiry().idle();
        return idle == null ? 0 : idle.toMillis();
    }

    private MemoryEntry<V> entry(TierKey key, @Nullable V value, Lifetime life, Stamp stamp, long[] labels) {
        int weight = memory == null ? 0 : memory.weigh(key.key(), value);
        return MemoryEntry.of(value, life, stamp, labels, weight);
    }

    /** Encodes a memory entry for the tiers below. Costs the codec's work. */
    Entry encode(TierKey key, MemoryEntry<V> entry) {
        long offset = epochs.clockOffset();
        Lifetime life = entry.life();
        EntryMeta meta = new EntryMeta(
                life.createdAt() + offset,
                later(life.expiresAt(), offset),
                later(life.staleUntil(), offset),
                entry.tag(),
                entry.labels(),
                entry.position(),
                entry.epoch(),
                entry.value() == null ? EntryMeta.Kind.NEGATIVE : EntryMeta.Kind.VALUE);
        return codec.encode(key.utf8(), entry.value(), meta);
    }

    /**
     * Decodes what a lower tier held.
     *
     * @throws dev.terrace.cache.codec.UndecodableEntryException if the bytes are not a value of this region
     */
    MemoryEntry<V> decode(TierKey key, Entry entry) {
        V value = entry.isNegative() ? null : codec.decode(entry, key.utf8());
        long offset = epochs.clockOffset();
        long createdAt = entry.createdAt() - offset;
        long expiresAt = later(entry.expiresAt(), -offset);
        Lifetime life = new Lifetime(
                createdAt,
                expiresAt,
                later(entry.staleUntil(), -offset),
                value == null ? NEVER : refreshAt(createdAt, expiresAt),
                idleMillis());
        return entry(key, value, life, new Stamp(entry.tag(), entry.position(), entry.epoch()), labels(entry));
    }

    private static long[] labels(Entry entry) {
        long[] labels = new long[entry.labelCount()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = entry.label(i);
        }
        return labels;
    }

    /** Returns true if the bytes are of this region's codec and value type; costs a comparison. */
    boolean isReadable(Entry entry) {
        return codec.compatible(entry);
    }

    /** Returns the entry as memory may hold it: with the time to live of the memory tier. */
    MemoryEntry<V> forMemory(MemoryEntry<V> entry, long now) {
        Duration bound = settings.expiry().memoryTtl();
        if (bound == null || entry.expiresAt() - now <= bound.toMillis()) {
            return entry;
        }
        Lifetime life = entry.life();
        long expiresAt = now + bound.toMillis();
        return entry.with(new Lifetime(
                life.createdAt(),
                expiresAt,
                staleUntil(entry.value(), expiresAt),
                life.refreshAt(),
                life.idleMillis()));
    }

    /** Adds without passing the ends of time. */
    static long later(long time, long millis) {
        if (time == NEVER) {
            return NEVER;
        }
        long sum = time + millis;
        return ((time ^ sum) & (millis ^ sum)) < 0 ? NEVER : sum;
    }
}
