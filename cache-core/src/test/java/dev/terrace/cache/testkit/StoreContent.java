package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link SharedStore} holds. Not thread-safe: the store calls it inside its atomic step. */
final class StoreContent {

    /** Apart from the tags of {@link Entries}, which count up from 1. */
    private static final long FIRST_TOMBSTONE_TAG = Long.MIN_VALUE;

    private final LongSupplier clock;
    private final Entries tombstones;
    private final Map<TierKey, Entry> entries = new LinkedHashMap<>();
    private final Map<TierKey, Lease> leases = new HashMap<>();
    private final List<RaisedBarrier> barriers = new ArrayList<>();
    private long nextTombstoneTag = FIRST_TOMBSTONE_TAG;
    private long nextLease = 1;
    private int writesToRefuse;
    private long maxDelayMillis = Duration.ofSeconds(30).toMillis();

    StoreContent(LongSupplier clock) {
        this.clock = clock;
        this.tombstones = new Entries(clock);
    }

    void refuseWrites(int writes) {
        writesToRefuse = writes;
    }

    void setMaxDelay(Duration delay) {
        maxDelayMillis = delay.toMillis();
    }

    void wipe() {
        entries.clear();
        leases.clear();
    }

    /** What is stored and not past its stale time, a tombstone too. */
    @Nullable
    Entry stored(TierKey key) {
        Entry entry = entries.get(key);
        return entry == null || entry.staleUntil() < clock.getAsLong() ? null : entry;
    }

    /** What a read finds: its own copy, without a local stamp. */
    @Nullable
    Entry read(TierKey key) {
        Entry entry = stored(key);
        return entry == null || entry.isTombstone() ? null : copy(entry);
    }

    long presentTag(TierKey key) {
        Entry entry = read(key);
        return entry == null ? Gate.ABSENT : entry.tag();
    }

    /** The tag that a conditional operation compares: none of what is expired or stands for "no value". */
    long liveTag(TierKey key) {
        Entry entry = read(key);
        return entry == null || entry.isNegative() || !isFresh(entry) ? Gate.ABSENT : entry.tag();
    }

    boolean isFresh(Entry entry) {
        return clock.getAsLong() < entry.expiresAt();
    }

    Set<TierKey> liveKeys() {
        return entries.keySet().stream()
                .filter(key -> liveTag(key) != Gate.ABSENT)
                .collect(Collectors.toSet());
    }

    void store(TierKey key, Entry entry) {
        entries.put(key, copy(entry));
    }

    boolean erase(TierKey key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.isTombstone()) {
            return false;
        }
        boolean was = stored(key) != null;
        entries.remove(key);
        return was;
    }

    /** Removes the entry and remembers that it was removed. */
    void bury(TierKey key) {
        entries.put(
                key,
                tombstones
                        .of(key)
                        .tombstone()
                        .tag(nextTombstoneTag++)
                        .lives(Duration.ofMillis(maxDelayMillis))
                        .build());
    }

    /**
     * Says whether a write may store. A replay may only over what it was meant for, while removals of its time are
     * still remembered, and not across a barrier.
     */
    boolean admits(SharedWrite write, Entry entry) {
        if (writesToRefuse > 0) {
            writesToRefuse--;
            return false;
        }
        return !write.replay() || (isYoung(write) && isOverItsBase(write, entry) && !isBehindBarrier(write, entry));
    }

    private boolean isYoung(SharedWrite write) {
        long age = clock.getAsLong() - write.acceptedAt();
        return age >= 0 && age <= maxDelayMillis;
    }

    private boolean isOverItsBase(SharedWrite write, Entry entry) {
        Entry present = stored(write.key());
        return present == null || present.tag() == write.baseTag() || present.tag() == entry.tag();
    }

    private boolean isBehindBarrier(SharedWrite write, Entry entry) {
        return barriers.stream()
                .anyMatch(barrier -> write.acceptedAt() <= barrier.raisedAt()
                        && barrier.scope().matches(write.key(), entry));
    }

    /** Forgets those that are older than any replay may be. */
    void noteBarrier(Scope scope) {
        barriers.removeIf(barrier -> barrier.raisedAt() < clock.getAsLong() - maxDelayMillis);
        barriers.add(new RaisedBarrier(scope, clock.getAsLong()));
    }

    /** Takes the lease if it is free; 0 if not. */
    long lease(TierKey key, Duration length) {
        if (isLeased(key)) {
            return 0;
        }
        long token = nextLease++;
        leases.put(key, new Lease(token, clock.getAsLong() + length.toMillis()));
        return token;
    }

    boolean isLeased(TierKey key) {
        Lease lease = leases.get(key);
        return lease != null && clock.getAsLong() < lease.until();
    }

    /** How long the present lease lasts at most. */
    Duration leaseLeft(TierKey key) {
        Lease lease = Objects.requireNonNull(leases.get(key));
        return Duration.ofMillis(lease.until() - clock.getAsLong());
    }

    /** Gives the lease back; false if it was not held any more. */
    boolean release(TierKey key, long token) {
        if (!isLeased(key) || Objects.requireNonNull(leases.get(key)).token() != token) {
            return false;
        }
        leases.remove(key);
        return true;
    }

    void dropLease(TierKey key) {
        leases.remove(key);
    }

    /** A lease says nothing of labels: its load may bring the label, so it goes too. */
    void dropLeases(Scope scope) {
        leases.keySet().removeIf(scope::matchesKey);
    }

    List<TierKey> matching(Scope scope) {
        return entries.keySet().stream()
                .filter(key -> scope.matches(key, entries.get(key)))
                .toList();
    }

    TierSize size() {
        long bytes = 0;
        long tombs = 0;
        for (Map.Entry<TierKey, Entry> stored : entries.entrySet()) {
            boolean tomb = stored.getValue().isTombstone();
            tombs += tomb ? 1 : 0;
            bytes +=
                    tomb ? 0 : stored.getKey().utf8().length + stored.getValue().bytes().length;
        }
        return new TierSize(entries.size() - tombs, 0, bytes, Long.MAX_VALUE, false);
    }

    private static Entry copy(Entry entry) {
        return Objects.requireNonNull(Entry.parse(entry.bytes().clone(), 0, 0), "not an entry");
    }

    private record Lease(long token, long until) {}

    private record RaisedBarrier(Scope scope, long raisedAt) {}
}
