package dev.terrace.cache.memory;

import org.jspecify.annotations.Nullable;

/**
 * One value in the memory tier, with what decides whether it may be served. Immutable, but for the
 * time of the last read that {@link IdleEntry} keeps. Times are local wall-clock milliseconds. The
 * fields lie flat: an entry costs 80 bytes beside key and value.
 *
 * @param <V> the type of the value
 */
public sealed class MemoryEntry<V> permits IdleEntry {

    private static final long[] NO_LABELS = {};

    private final @Nullable V value;
    private final long[] labels;
    private final int weight;
    private final long createdAt;
    private final long expiresAt;
    private final long staleUntil;
    private final long tag;
    private final long position;
    private final long epoch;
    private final long plainUntil;

    /**
     * When an entry is what.
     *
     * @param createdAt when it was written
     * @param expiresAt until when it is fresh; {@link Long#MAX_VALUE} for ever
     * @param staleUntil until when it may stand in for a failed load; not before {@code expiresAt}
     * @param refreshAt from when on a read starts a load in the background; {@link Long#MAX_VALUE} never
     * @param idleMillis expires when it is not read for so long; 0 for no such limit
     */
    public record Lifetime(long createdAt, long expiresAt, long staleUntil, long refreshAt, long idleMillis) {

        /** Returns a copy that is fresh until another time, and no longer refreshed ahead. */
        public Lifetime freshUntil(long time) {
            return new Lifetime(createdAt, time, Math.max(staleUntil, time), Long.MAX_VALUE, idleMillis);
        }
    }

    /**
     * Which write an entry is, and where this node's history stood.
     *
     * @param tag unique per write
     * @param position local position noted before the write or load began
     * @param epoch epoch noted at the same time
     */
    public record Stamp(long tag, long position, long epoch) {

        /** Returns the stamp of a write whose position will be known when it takes its place among the others. */
        public static Stamp unplaced(long tag, long epoch) {
            return new Stamp(tag, 0, epoch);
        }
    }

    MemoryEntry(@Nullable V value, Lifetime life, Stamp stamp, long[] labels, int weight) {
        this.value = value;
        this.labels = labels.length == 0 ? NO_LABELS : labels;
        this.weight = weight;
        this.createdAt = life.createdAt();
        this.expiresAt = life.expiresAt();
        this.staleUntil = life.staleUntil();
        this.tag = stamp.tag();
        this.position = stamp.position();
        this.epoch = stamp.epoch();
        boolean special = value == null || life.idleMillis() != 0;
        this.plainUntil = special ? Long.MIN_VALUE : Math.min(expiresAt, life.refreshAt());
    }

    /**
     * Makes an entry.
     *
     * @param value null for "the source has none"
     * @param labels hashes of the labels; not copied
     * @param weight what it counts against the memory limit
     */
    public static <V> MemoryEntry<V> of(@Nullable V value, Lifetime life, Stamp stamp, long[] labels, int weight) {
        return life.idleMillis() == 0
                ? new MemoryEntry<>(value, life, stamp, labels, weight)
                : new IdleEntry<>(value, life, stamp, labels, weight);
    }

    /** Returns the value; null for "the source has none". */
    public final @Nullable V value() {
        return value;
    }

    /**
     * Returns the time before which a hit needs no second look: the entry is fresh, not due for a refresh,
     * has no idle limit and has a value.
     */
    public final long plainUntil() {
        return plainUntil;
    }

    /** Returns the epoch of the stamp. */
    public final long epoch() {
        return epoch;
    }

    /** Returns when the entry is what. */
    public Lifetime life() {
        long refreshAt = value == null || plainUntil == expiresAt ? Long.MAX_VALUE : plainUntil;
        return new Lifetime(createdAt, expiresAt, staleUntil, refreshAt, 0);
    }

    /** Returns which write the entry is. */
    public final Stamp stamp() {
        return new Stamp(tag, position, epoch);
    }

    /** Returns the tag. */
    public final long tag() {
        return tag;
    }

    /** Returns the local position. */
    public final long position() {
        return position;
    }

    /** Returns until when the entry is fresh. */
    public final long expiresAt() {
        return expiresAt;
    }

    /** Returns the label hashes; not to be changed. */
    public final long[] labels() {
        return labels;
    }

    /** Returns what the entry counts against the memory limit. */
    public final int weight() {
        return weight;
    }

    /** Returns true if the entry carries the label with this hash. */
    public final boolean hasLabel(long hash) {
        for (long label : labels) {
            if (label == hash) {
                return true;
            }
        }
        return false;
    }

    /** Returns true if the entry is fresh at that time. */
    public boolean isFresh(long now) {
        return now < expiresAt;
    }

    /** Returns true if the entry may not even be served stale at that time. */
    public boolean isDead(long now) {
        return now >= staleUntil;
    }

    /** Returns true if a read at that time should start a load in the background. */
    public boolean isDueForRefresh(long now) {
        return value != null && now >= plainUntil && now < expiresAt;
    }

    /** Notes a read; does nothing without an idle limit. */
    public void touch(long now) {}

    /** Returns the same value with another lifetime. */
    public final MemoryEntry<V> with(Lifetime other) {
        return readAsThis(of(value, other, stamp(), labels, weight));
    }

    /** Returns the same value with another stamp. */
    public final MemoryEntry<V> with(Stamp other) {
        return readAsThis(of(value, life(), other, labels, weight));
    }

    private MemoryEntry<V> readAsThis(MemoryEntry<V> copy) {
        copy.touch(lastRead());
        return copy;
    }

    /** Returns when the entry was last read; when it was written without an idle limit. */
    long lastRead() {
        return createdAt;
    }
}
