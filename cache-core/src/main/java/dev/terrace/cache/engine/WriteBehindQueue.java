package dev.terrace.cache.engine;

import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.WriteBehind;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writes that wait to reach the shared tier: those of write-behind, and those of any strategy that
 * could not be sent or whose outcome is unknown. One entry a key: a newer write takes the place of an
 * older one, so the order per key is kept by construction. Whatever waits stays registered in {@link
 * PendingWrites} and answers reads.
 *
 * <p>With a journal a write is recorded before it is acknowledged. A write that waits for a replay is
 * never refused: when there is no room, its whole region is given up.
 *
 * <p>Lock order: a lane's turn, then this queue's monitor. The monitor is held across an append to the
 * journal, so that records lie in the order of the queue.
 */
final class WriteBehindQueue {

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehindQueue.class);

    private final SharedTier tier;
    private final PendingWrites pending;
    private final WriteBehind settings;
    private final @Nullable Journal journal;
    private final Epochs epochs;
    private final Workers workers;
    private final TimeSource time;
    private final Owner owner;
    private final Events events;

    private final Map<TierKey, Waiting> waiting = new LinkedHashMap<>();
    private Flusher flusher = Flusher.IDLE;
    private boolean closed;
    private boolean journalFails;
    private long pauseMillis;

    private enum Flusher {
        IDLE,
        PAUSING,
        HANDED_IN,
        RUNNING
    }

    /** A write and when it began to wait. */
    private record Waiting(Pending write, long sinceNanos) {}

    /**
     * Makes the queue.
     *
     * @param owner told what became of writes that are not stored as they were asked
     */
    WriteBehindQueue(Ground ground, SharedTier tier, WriteBehind settings, Owner owner) {
        this.tier = tier;
        this.pending = ground.pending();
        this.settings = settings;
        this.journal = settings.isVolatile() ? null : ground.journal();
        this.epochs = ground.epochs();
        this.workers = ground.workers();
        this.time = ground.time();
        this.owner = owner;
        this.events = ground.events();
    }

    /** Hears of writes that are not stored as they were asked. */
    interface Owner {

        /** A region has lost a write: it must forget its older entries, in every tier. */
        void gaveUp(String region);

        /** A write ended as a removal: the tiers of this process must lose the key, unless a newer write has begun. */
        void removed(Pending write);
    }

    /** What becomes of a write that is handed in. */
    enum Taken {
        /** It waits here and stays registered. */
        WAITS,
        /** A newer one of its key has begun: nobody needs it any more. */
        OVERTAKEN,
        /** There is no room, or the journal cannot take it: the caller must send it itself. */
        REFUSED
    }

    /** Takes a write that is to reach the shared tier soon. */
    Taken offer(Pending write) {
        Taken taken = add(write, false);
        if (taken == Taken.WAITS) {
            flushSoon();
        }
        return taken;
    }

    /**
     * Takes a write that could not be sent or may not have arrived; it will be replayed.
     *
     * @return false if it is settled: a newer one has begun, or there is no room and its region was given up
     */
    boolean recover(Pending write) {
        write.markReplay();
        Taken taken = add(write, true);
        if (taken == Taken.REFUSED) {
            owner.gaveUp(write.key().region());
        } else if (taken == Taken.WAITS) {
            retryLater();
        }
        return taken == Taken.WAITS;
    }

    private synchronized Taken add(Pending write, boolean journalIsOptional) {
        Waiting before = waiting.get(write.key());
        if (before != null && before.write() == write) {
            return Taken.WAITS;
        }
        if (!pending.isLatest(write)) {
            return Taken.OVERTAKEN;
        }
        if (closed || (before == null && waiting.size() >= settings.capacity())) {
            return Taken.REFUSED;
        }
        if (!record(write) && !journalIsOptional) {
            return Taken.REFUSED;
        }
        waiting.put(write.key(), new Waiting(write, before == null ? time.nanos() : before.sinceNanos()));
        if (before != null) {
            settle(before.write());
        }
        return Taken.WAITS;
    }

    private boolean record(Pending write) {
        if (journal == null) {
            return true;
        }
        try {
            journal.append(new Journal.Write(
                    write.position(), write.key(), write.entry(), write.baseTag(), write.acceptedAt()));
            if (journalFails) {
                journalFails = false;
                LOG.info("writes_journalled_again");
            }
            return true;
        } catch (RuntimeException e) {
            if (!journalFails) { // once, not for every write until it works again
                journalFails = true;
                LOG.warn("write_not_journalled", e);
            }
            return false;
        }
    }

    /** A record that cannot be settled is replayed after a restart, which its base tag makes harmless. */
    private void settle(Pending write) {
        if (journal != null) {
            try {
                journal.settle(write.position());
            } catch (RuntimeException e) {
                LOG.warn("write_not_settled_in_journal", e);
            }
        }
        pending.end(write);
    }

    private synchronized void flushSoon() {
        if (flusher != Flusher.IDLE || closed) {
            return;
        }
        flusher = Flusher.HANDED_IN;
        if (!workers.tryRun(this::flush)) {
            flusher = Flusher.IDLE;
            retryLater();
        }
    }

    private synchronized void retryLater() {
        if (flusher == Flusher.IDLE && !closed) {
            flusher = Flusher.PAUSING;
            pauseMillis = Math.min(
                    settings.retryUpTo().toMillis(),
                    Math.max(settings.retryFrom().toMillis(), 2 * pauseMillis));
            time.after(Duration.ofMillis(pauseMillis), this::flushAfterPause);
        }
    }

    private synchronized void flushAfterPause() {
        flusher = Flusher.IDLE;
        flushSoon();
    }

    /** Sends batches until the queue is empty or the tier fails; one thread at a time. */
    private void flush() {
        if (!beginFlush()) {
            return;
        }
        try {
            boolean more = true;
            while (more && !isClosed()) {
                List<Pending> batch = nextBatch();
                more = !batch.isEmpty() && flush(batch);
            }
        } finally {
            endFlush();
        }
    }

    /** Returns false if the queue was closed before a thread was found: the closing one sends what is left. */
    private synchronized boolean beginFlush() {
        flusher = closed ? Flusher.IDLE : Flusher.RUNNING;
        return !closed;
    }

    private synchronized void endFlush() {
        flusher = Flusher.IDLE;
        notifyAll();
        if (!waiting.isEmpty()) {
            retryLater();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized List<Pending> nextBatch() {
        List<Pending> batch = new ArrayList<>(Math.min(settings.batch(), waiting.size()));
        for (Waiting entry : waiting.values()) {
            if (batch.size() == settings.batch()) {
                break;
            }
            if (entry.write().lane().sharedTurn.tryLock()) {
                batch.add(entry.write());
            }
        }
        return batch;
    }

    private boolean flush(List<Pending> batch) {
        try {
            List<Pending> due = batch.stream().filter(pending::isLatest).toList();
            due.stream().filter(this::hasMissedMessages).forEach(Pending::markReplay);
            send(due);
            batch.forEach(this::done);
            return true;
        } catch (RuntimeException e) {
            LOG.debug("flush_failed", e);
            batch.forEach(Pending::markReplay);
            return false;
        } finally {
            batch.forEach(write -> write.lane().sharedTurn.unlock());
        }
    }

    /** What waited through an outage may be older than what another node wrote meanwhile. */
    private boolean hasMissedMessages(Pending write) {
        MemoryEntry<?> value = write.value();
        return value != null && value.epoch() != epochs.current();
    }

    /** Sends writes whose turns are held; what comes of it as a removal is removed here, too. */
    void send(List<Pending> writes) {
        List<SharedWrite> sent = writes.stream().map(SharedLink::toShared).toList();
        List<WriteResult> results = measured(sent);
        for (int i = 0; i < results.size(); i++) {
            Pending write = writes.get(i);
            boolean stored = results.get(i) == WriteResult.DONE && sent.get(i).entry() != null;
            if (!stored && !write.isRemoval()) {
                owner.removed(write);
            }
        }
    }

    private List<WriteResult> measured(List<SharedWrite> writes) {
        if (writes.isEmpty()) {
            return tier.writeAll(writes);
        }
        Operation operation = writes.size() == 1 ? Operation.PUT : Operation.PUT_ALL;
        Call call = events.begin(tier.name(), operation, writes.get(0).key().region());
        try {
            List<WriteResult> results = tier.writeAll(writes);
            call.end(null);
            return results;
        } catch (RuntimeException e) {
            call.end(e);
            throw e;
        }
    }

    /** Returns true if the write waits here. */
    synchronized boolean holds(Pending write) {
        Waiting entry = waiting.get(write.key());
        return entry != null && entry.write() == write;
    }

    /** A write that waited here is settled. */
    synchronized void done(Pending write) {
        pauseMillis = 0;
        Waiting entry = waiting.get(write.key());
        if (entry != null && entry.write() == write) {
            waiting.remove(write.key());
            settle(write);
        }
    }

    /** Drops the writes that a barrier covers; waits for those that are being sent at this moment. */
    void drop(Barrier barrier) {
        for (Pending write : olderThan(barrier)) {
            write.lane().sharedTurn.lock();
            try {
                done(write);
            } finally {
                write.lane().sharedTurn.unlock();
            }
        }
    }

    private synchronized List<Pending> olderThan(Barrier barrier) {
        return waiting.values().stream()
                .map(Waiting::write)
                .filter(write -> write.position() <= barrier.position())
                .filter(write -> write.entry() != null && barrier.scope().matches(write.key(), write.entry()))
                .toList();
    }

    /** Takes over a write that an earlier run left, to be replayed after {@link #resume}. */
    synchronized void restore(Pending write) {
        write.markReplay();
        Waiting before = waiting.put(write.key(), new Waiting(write, time.nanos()));
        if (before != null) {
            settle(before.write()); // the run before ended between the newer record and settling the older one
        }
    }

    /** Begins to replay what was restored; to be called when messages of other nodes can arrive. */
    void resume() {
        if (!isEmpty()) {
            flushSoon();
        }
    }

    synchronized boolean isEmpty() {
        return waiting.isEmpty();
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Returns how long the oldest write has waited. */
    synchronized Duration age() {
        return waiting.values().stream()
                .findFirst()
                .map(oldest -> Duration.ofNanos(time.nanos() - oldest.sinceNanos()))
                .orElse(Duration.ZERO);
    }

    /** Sends what is left on this thread, for as long as the settings allow; the journal keeps the rest. */
    void close() {
        long deadline = time.nanos() + settings.flushOnClose().toNanos();
        boolean goOn = stopFlusher(deadline);
        while (goOn && !isEmpty() && time.nanos() - deadline < 0) {
            List<Pending> batch = nextBatch();
            goOn = !batch.isEmpty() && flush(batch); // what another thread is sending is that thread's affair
        }
        if (!isEmpty()) {
            LOG.warn("writes_left_unsent count={} journalled={}", size(), journal != null);
        }
    }

    /** Returns true if no other thread is sending any more. */
    private synchronized boolean stopFlusher(long deadline) {
        closed = true;
        long left = deadline - time.nanos();
        while (flusher == Flusher.RUNNING && left > 0) {
            try {
                wait(Math.max(1, left / 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
            left = deadline - time.nanos();
        }
        return flusher != Flusher.RUNNING;
    }
}
