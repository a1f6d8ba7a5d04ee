package dev.terrace.cache.engine;

import dev.terrace.cache.engine.Counters.TierEvent;
import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The shared tier as the paths see it. Reads never throw. A write that cannot be sent, or whose outcome
 * is unknown, stays registered as pending and waits in the queue for its replay.
 */
final class SharedLink {

    private final SharedTier tier;
    private final int index;
    private final PendingWrites pending;
    private final WriteBehindQueue queue;
    private final TierFailures failures;

    SharedLink(SharedTier tier, int index, PendingWrites pending, WriteBehindQueue queue, TierFailures failures) {
        this.tier = tier;
        this.index = index;
        this.pending = pending;
        this.queue = queue;
        this.failures = failures;
    }

    String name() {
        return tier.name();
    }

    int index() {
        return index;
    }

    SharedTier tier() {
        return tier;
    }

    WriteBehindQueue queue() {
        return queue;
    }

    /**
     * What the tier answered.
     *
     * @param answered false if it could not be asked
     * @param entry null if it has none
     */
    record Lookup(boolean answered, @Nullable Entry entry) {}

    /** Asks the tier. */
    Lookup lookup(TierKey key, Counters counters) {
        Call call = failures.begin(Operation.GET, key.region());
        try {
            Entry entry = tier.get(key);
            call.end(null);
            failures.wentWell();
            return new Lookup(true, entry);
        } catch (RuntimeException e) {
            call.end(e);
            failed("get", e, counters);
            return new Lookup(false, null);
        }
    }

    /** Reads an entry; null also if the tier could not be asked. */
    @Nullable
    Entry get(TierKey key, Counters counters) {
        return lookup(key, counters).entry();
    }

    /** Reads many entries in one call; empty if the tier could not be asked. */
    Map<TierKey, Entry> getAll(Collection<TierKey> keys, Counters counters) {
        Call call = failures.begin(
                Operation.GET_ALL, keys.isEmpty() ? "" : keys.iterator().next().region());
        try {
            Map<TierKey, Entry> found = tier.getAll(keys);
            call.end(null);
            failures.wentWell();
            return found;
        } catch (RuntimeException e) {
            call.end(e);
            failed("get", e, counters);
            return Map.of();
        }
    }

    /**
     * Sends a write before it returns, unless a newer one of the key has begun.
     *
     * @return true if the write is settled; false if it waits for its replay and must stay registered
     */
    boolean write(Pending write, Counters counters) {
        write.lane().sharedTurn.lock();
        try {
            if (!pending.isLatest(write)) {
                return true;
            }
            queue.send(List.of(write));
            failures.wentWell();
            return true;
        } catch (RuntimeException e) {
            failed("write", e, counters);
            return !queue.recover(write);
        } finally {
            write.lane().sharedTurn.unlock();
        }
    }

    /**
     * Lets the writes of a key that are under way reach the tier, and sends the one that waits, before a conditional
     * operation asks the tier: it comes after them.
     *
     * @throws dev.terrace.cache.tier.TierUnavailableException if one cannot be sent, or does not end in time
     */
    void settle(TierKey key, Duration patience) {
        for (Pending write = pending.of(key); write != null; write = pending.of(key)) {
            awaitPassed(write, patience);
            sendWaiting(write);
        }
    }

    private static void awaitPassed(Pending write, Duration patience) {
        write.help();
        try {
            write.whenEnded().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TierUnavailableException("interrupted while a write of the key is under way", false, e);
        } catch (ExecutionException | TimeoutException e) {
            throw new TierUnavailableException(
                    "a write of the key did not end within " + patience + "; try again later", false, e);
        }
    }

    private void sendWaiting(Pending write) {
        write.lane().sharedTurn.lock();
        try {
            if (pending.isLatest(write) && queue.holds(write)) {
                queue.send(List.of(write));
                queue.done(write);
            }
        } finally {
            write.lane().sharedTurn.unlock();
        }
    }

    /**
     * Sends many writes in one call.
     *
     * @return those that wait for their replay and must stay registered
     */
    List<Pending> writeAll(List<Pending> writes, Counters counters) {
        List<Pending> mine = lockFree(writes);
        List<Pending> waiting = new ArrayList<>();
        try {
            queue.send(mine);
            failures.wentWell();
        } catch (RuntimeException e) {
            failed("write", e, counters);
            mine.stream().filter(queue::recover).forEach(waiting::add);
        } finally {
            mine.forEach(write -> write.lane().sharedTurn.unlock());
        }
        // Another writer of the same key is talking to the tier: wait for it, one by one, holding nothing.
        for (Pending write : writes) {
            if (!mine.contains(write) && !write(write, counters)) {
                waiting.add(write);
            }
        }
        return waiting;
    }

    /** Takes the turns that are free: waiting for one while holding others could wait for ever. */
    private List<Pending> lockFree(List<Pending> writes) {
        List<Pending> mine = new ArrayList<>(writes.size());
        for (Pending write : writes) {
            if (write.lane().sharedTurn.tryLock()) {
                if (pending.isLatest(write)) {
                    mine.add(write);
                } else {
                    write.lane().sharedTurn.unlock();
                }
            }
        }
        return mine;
    }

    /** A contested write goes out as a removal: another node wrote the key while this one waited. */
    static SharedWrite toShared(Pending write) {
        Entry entry = write.isContested() ? null : write.entry();
        return new SharedWrite(write.key(), entry, write.baseTag(), write.acceptedAt(), write.isReplay());
    }

    void failed(String operation, Throwable e, Counters counters) {
        counters.count(index, TierEvent.FAILURE);
        failures.failed(operation, e);
    }
}
