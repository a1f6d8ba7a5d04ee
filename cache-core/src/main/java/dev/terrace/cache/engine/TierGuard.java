package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tier as the paths see it: it never throws, and it never holds on to a value that it should have
 * lost.
 *
 * <p>A call that throws is a counted miss. A tier that does not take a write loses the key; if that
 * fails too, the key is {@link Distrust distrusted}: not asked for until its removal is confirmed. A
 * tier that fails {@value #FAILURES_IN_A_ROW} times in a row, or for too many keys, is set aside:
 * skipped by all, until it could be emptied. {@link TierRepair} does both in the background.
 */
final class TierGuard {

    static final int FAILURES_IN_A_ROW = 10;

    private final Tier tier;
    private final int index;
    private final Distrust distrust;
    private final TierFailures failures;
    private final GracePeriods grace;

    /** Those of this tier alone: whoever empties it waits for those that found it in use. */
    private final GracePeriods puts = new GracePeriods();

    TierGuard(Tier tier, int index, Distrust distrust, TierFailures failures, GracePeriods grace) {
        this.tier = tier;
        this.index = index;
        this.distrust = distrust;
        this.failures = failures;
        this.grace = grace;
    }

    String name() {
        return tier.name();
    }

    /** Returns the place in the chain; memory is 0. */
    int index() {
        return index;
    }

    Tier tier() {
        return tier;
    }

    Distrust distrust() {
        return distrust;
    }

    /** Returns true if the tier is skipped by all. */
    boolean isAside() {
        return failures.isAside();
    }

    /** Returns a future that completes when every put is over that began before this call. */
    CompletableFuture<Void> putsEnded() {
        return puts.elapse();
    }

    /** Returns true if the tier's answer for this key counts. */
    boolean isTrusted(TierKey key) {
        return !failures.isAside() && !distrust.covers(key);
    }

    /** Reads an entry; null also if the tier fails or is not trusted. */
    @Nullable
    Entry get(TierKey key, Counters counters) {
        if (!isTrusted(key)) {
            return null;
        }
        Call call = failures.begin(Operation.GET, key.region());
        try {
            Entry entry = tier.get(key);
            ended(call);
            return entry;
        } catch (RuntimeException | InternalError e) {
            failed(call, "get", e, counters);
            return null;
        }
    }

    /** Reads many entries in one call; what the tier fails for or is not trusted with is missing. */
    Map<TierKey, Entry> getAll(Collection<TierKey> keys, Counters counters) {
        List<TierKey> asked = keys.stream().filter(this::isTrusted).toList();
        if (asked.isEmpty()) {
            return Map.of();
        }
        Call call = failures.begin(Operation.GET_ALL, asked.get(0).region());
        try {
            Map<TierKey, Entry> found = Objects.requireNonNull(tier.getAll(asked));
            ended(call);
            return found;
        } catch (RuntimeException | InternalError e) {
            failed(call, "get", e, counters);
            return Map.of();
        }
    }

    /** Copies an entry into the tier; the tier may be left as it is. Returns true if it is stored. */
    boolean offer(TierKey key, Entry entry, Gate gate, Counters counters) {
        GracePeriods.Period step = grace.enter();
        GracePeriods.Period put = puts.enter();
        Call call = Call.NONE;
        try {
            if (!isTrusted(key)) {
                return false;
            }
            call = failures.begin(Operation.PUT, key.region());
            PutResult result = tier.put(key, entry, gate);
            ended(call);
            count(result, counters);
            return result == PutResult.STORED;
        } catch (RuntimeException | InternalError e) {
            failed(call, "put", e, counters);
            mustLose(key, gate, counters);
            return false;
        } finally {
            put.leave();
            step.leave();
        }
    }

    /** Copies many entries into the tier in one call; see {@link #offer}. Returns the keys of those it stored. */
    Set<TierKey> offerAll(List<Tier.Put> puts, Counters counters) {
        if (puts.size() == 1) {
            Tier.Put only = puts.get(0);
            return offer(only.key(), only.entry(), only.gate(), counters) ? Set.of(only.key()) : Set.of();
        }
        GracePeriods.Period step = grace.enter();
        GracePeriods.Period put = this.puts.enter();
        try {
            return offerTrusted(
                    puts.stream().filter(each -> isTrusted(each.key())).toList(), counters);
        } finally {
            put.leave();
            step.leave();
        }
    }

    private Set<TierKey> offerTrusted(List<Tier.Put> offered, Counters counters) {
        Set<TierKey> stored = new HashSet<>();
        if (offered.isEmpty()) {
            return stored;
        }
        Call call = failures.begin(Operation.PUT_ALL, offered.get(0).key().region());
        try {
            List<PutResult> results = tier.putAll(offered);
            for (int i = 0; i < offered.size(); i++) {
                count(results.get(i), counters);
                if (results.get(i) == PutResult.STORED) {
                    stored.add(offered.get(i).key());
                }
            }
            ended(call);
        } catch (RuntimeException | InternalError e) {
            failed(call, "put", e, counters);
            offered.forEach(put -> mustLose(put.key(), put.gate(), counters));
        }
        return stored;
    }

    private void count(PutResult result, Counters counters) {
        if (result == PutResult.REFUSED) {
            counters.count(index, TierEvent.REFUSED_WRITE);
        }
    }

    /** Writes an entry: afterwards the tier holds it, or a newer one, or nothing that counts. */
    void write(TierKey key, Entry entry, Gate gate, Counters counters) {
        GracePeriods.Period put = puts.enter();
        Call call = Call.NONE;
        try {
            if (failures.isAside()) {
                return;
            }
            call = failures.begin(Operation.PUT, key.region());
            long before = distrust.now();
            settled(key, Objects.requireNonNull(tier.put(key, entry, gate)), before, counters);
            ended(call);
        } catch (RuntimeException | InternalError e) {
            failed(call, "put", e, counters);
            mustLose(key, gate, counters);
        } finally {
            put.leave();
        }
    }

    /** Writes many entries in one call; see {@link #write}. */
    void writeAll(List<Tier.Put> all, Counters counters) {
        GracePeriods.Period put = puts.enter();
        Call call = Call.NONE;
        try {
            if (failures.isAside() || all.isEmpty()) {
                return;
            }
            call = failures.begin(Operation.PUT_ALL, all.get(0).key().region());
            long before = distrust.now();
            List<PutResult> results = tier.putAll(all);
            for (int i = 0; i < all.size(); i++) {
                settled(all.get(i).key(), results.get(i), before, counters);
            }
            ended(call);
        } catch (RuntimeException | InternalError e) {
            failed(call, "put", e, counters);
            all.forEach(each -> mustLose(each.key(), each.gate(), counters));
        } finally {
            put.leave();
        }
    }

    private void settled(TierKey key, PutResult result, long before, Counters counters) {
        count(result, counters);
        if (result != PutResult.GATE_CLOSED) {
            distrust.settle(key, before);
        }
    }

    /** Removes an entry: afterwards the tier holds nothing that counts, or what the gate protects. */
    boolean remove(TierKey key, Gate gate, Counters counters) {
        if (failures.isAside()) {
            return false;
        }
        Call call = failures.begin(Operation.REMOVE, key.region());
        try {
            boolean[] permitted = new boolean[1];
            long before = distrust.now();
            boolean removed = tier.remove(key, presentTag -> permitted[0] = gate.permits(presentTag));
            if (permitted[0]) {
                distrust.settle(key, before);
            }
            ended(call);
            return removed;
        } catch (RuntimeException | InternalError e) {
            failed(call, "remove", e, counters);
            distrustOrSetAside(key);
            return false;
        }
    }

    /** After a write that failed in an unknown way: the key must go. */
    private void mustLose(TierKey key, Gate gate, Counters counters) {
        try {
            tier.remove(key, gate);
        } catch (RuntimeException | InternalError e) {
            failed("remove", e, counters);
            distrustOrSetAside(key);
        }
    }

    private void distrustOrSetAside(TierKey key) {
        if (!distrust.add(key)) {
            failures.setAside("more keys than can be remembered may be wrong in it");
        }
        failures.requestRepair();
    }

    private void ended(Call call) {
        call.end(null);
        failures.wentWell();
    }

    private void failed(Call call, String operation, Throwable e, Counters counters) {
        call.end(e);
        failed(operation, e, counters);
    }

    void failed(String operation, Throwable e, Counters counters) {
        counters.count(index, TierEvent.FAILURE);
        failures.failed(operation, e);
    }

    /** Runs one call of maintenance; the fallback if the tier fails or is set aside. */
    <T> T guarded(String operation, Supplier<T> call, T fallback) {
        if (failures.isAside()) {
            return fallback;
        }
        try {
            T result = call.get();
            failures.wentWell();
            return result;
        } catch (RuntimeException | InternalError e) {
            failures.failed(operation, e);
            return fallback;
        }
    }

    /** Begins a scan; what it throws is for the caller to handle. */
    Scan scan(Scope scope) {
        return tier.scan(scope);
    }
}
