package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import dev.terrace.cache.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store behind any number of {@link StandInSharedTier}s: what Redis is to nodes, in one process. It holds entries,
 * leases and tombstones, carries out each operation in one atomic step, and sends every message to every node in the
 * same order, the sender included.
 *
 * <p>Messages arrive before the call that sent them returns, on its thread, unless a test holds them. Safe for use by
 * many threads; no lock of the store is held while a receiver runs.
 */
public final class SharedStore {

    private final TimeSource time;
    private final StoreContent content;
    private final List<StandInSharedTier> nodes = new CopyOnWriteArrayList<>();
    private final Map<Scope, Integer> barriers = new HashMap<>();
    private final ThreadLocal<Boolean> delivering = ThreadLocal.withInitial(() -> false);
    private final Object lock = new Object();
    private long clockOffset;
    private boolean down;
    private int answersToLose;

    /** Makes an empty store with a clock equal to this one. */
    public SharedStore(TimeSource time) {
        this.time = time;
        this.content = new StoreContent(this::millis);
    }

    /** Attaches a node, whose tier is named {@code shared}. */
    public StandInSharedTier attach() {
        StandInSharedTier node = new StandInSharedTier(this);
        nodes.add(node);
        return node;
    }

    /** Returns the time of the store's own clock. */
    public long millis() {
        synchronized (lock) {
            return time.millis() + clockOffset;
        }
    }

    /** Sets the store's clock off; every node knows by how much. */
    public void setClockOffset(Duration offset) {
        synchronized (lock) {
            clockOffset = offset.toMillis();
        }
    }

    long clockOffsetMillis() {
        synchronized (lock) {
            return clockOffset;
        }
    }

    /** Makes every operation throw {@link TierUnavailableException} without doing anything. */
    public void down() {
        synchronized (lock) {
            down = true;
        }
    }

    /** Lets operations through again and tells every node that messages may be lost, as a reconnect does. */
    public void up() {
        synchronized (lock) {
            down = false;
        }
        nodes.forEach(node -> lost(node, "reconnected"));
    }

    /** Makes the next operations do their work and then throw, with an unknown outcome. */
    public void loseAnswers(int operations) {
        synchronized (lock) {
            answersToLose = operations;
        }
    }

    /** Makes the next writes answer {@code REMOVED}, as a store without room does, and lose their keys. */
    public void refuseWrites(int writes) {
        synchronized (lock) {
            content.refuseWrites(writes);
        }
    }

    /** Sets how old a replayed write may be, and how long a removal is remembered: 30 s unless set. */
    public void setMaxDelay(Duration delay) {
        synchronized (lock) {
            content.setMaxDelay(delay);
        }
    }

    /** Empties the store silently, as a server does that comes back without its data. */
    public void wipe() {
        synchronized (lock) {
            content.wipe();
        }
    }

    /** Returns what is stored, a tombstone too; null if nothing is. Works while the store is down. */
    public @Nullable Entry peek(TierKey key) {
        synchronized (lock) {
            return content.stored(key);
        }
    }

    /** Returns true if some node holds the lease of this key. Works while the store is down. */
    public boolean isLeased(TierKey key) {
        synchronized (lock) {
            return content.isLeased(key);
        }
    }

    /** Returns the keys of live entries. Works while the store is down. */
    public Set<TierKey> keys() {
        synchronized (lock) {
            return Set.copyOf(content.liveKeys());
        }
    }

    /** Keeps the messages to this node back until they are delivered or dropped. */
    public void holdMessages(StandInSharedTier node) {
        node.inbox().hold(true);
    }

    /** Returns how many messages wait for this node. */
    public int heldMessages(StandInSharedTier node) {
        return node.inbox().size();
    }

    /**
     * Delivers the oldest message that waits for this node, on this thread.
     *
     * @return false if none waits
     */
    public boolean deliverNext(StandInSharedTier node) {
        boolean[] delivered = {false};
        deliver(() -> delivered[0] = node.inbox().deliverNext());
        return delivered[0];
    }

    /** Delivers all messages that wait for this node, in order, and holds no more back. */
    public void deliverAll(StandInSharedTier node) {
        while (deliverNext(node)) {
            // one after the other
        }
        node.inbox().hold(false);
        deliver(() -> {});
    }

    /** Loses the messages that wait for this node, and all that follow until {@link #lost}. */
    public void dropMessages(StandInSharedTier node) {
        node.inbox().drop();
    }

    /**
     * Lets a node notice that it missed messages; later ones arrive again, and it learns which barriers are active.
     */
    public void lost(StandInSharedTier node, String reason) {
        Inbox inbox = node.inbox();
        inbox.resume();
        synchronized (lock) {
            Map<Scope, Integer> active = Map.copyOf(barriers);
            inbox.add(receiver -> {
                receiver.lost(reason);
                reconcile(inbox.told(), active, receiver);
            });
        }
        deliver(() -> {});
    }

    private static void reconcile(Map<Scope, Integer> told, Map<Scope, Integer> active, Receiver receiver) {
        Set<Scope> scopes = new HashSet<>(told.keySet());
        scopes.addAll(active.keySet());
        for (Scope scope : scopes) {
            int missing = active.getOrDefault(scope, 0) - told.getOrDefault(scope, 0);
            for (int i = 0; i < Math.abs(missing); i++) {
                receiver.barrier(scope, missing > 0 ? Phase.RAISED : Phase.SWEPT);
            }
        }
        told.clear();
        told.putAll(active);
    }

    /** Sends a message to one node alone; false if it is lost. */
    boolean send(Inbox inbox, Consumer<Receiver> message) {
        return run(() -> inbox.add(message));
    }

    void announce(Scope scope, Phase phase) {
        run(() -> {
            if (phase == Phase.RAISED) {
                content.noteBarrier(scope);
            }
            count(barriers, scope, phase);
            for (StandInSharedTier node : nodes) {
                node.inbox().add(receiver -> {
                    count(node.inbox().told(), scope, phase);
                    receiver.barrier(scope, phase);
                });
            }
            return true;
        });
    }

    private static void count(Map<Scope, Integer> barriers, Scope scope, Phase phase) {
        int more = phase == Phase.RAISED ? 1 : -1;
        barriers.compute(scope, (same, before) -> {
            int now = (before == null ? 0 : before) + more;
            return now <= 0 ? null : now;
        });
    }

    void detach(StandInSharedTier node) {
        nodes.remove(node);
        node.inbox().drop();
    }

    /**
     * Carries out one operation in one atomic step, then delivers what it sent.
     *
     * @throws TierUnavailableException if the store is down or the answer is to be lost
     */
    <T extends @Nullable Object> T run(Supplier<T> step) {
        T answer;
        boolean answered;
        synchronized (lock) {
            if (down) {
                throw new TierUnavailableException("shared store is down, as the test asked", false, null);
            }
            answer = step.get();
            answered = answersToLose == 0;
            answersToLose -= answered ? 0 : 1;
        }
        deliver(() -> {});
        if (!answered) {
            throw new TierUnavailableException("shared store lost the answer, as the test asked", true, null);
        }
        return answer;
    }

    StoreContent content() {
        return content;
    }

    /** Called inside {@link #run}, so that all nodes get all messages in one order. */
    void publish(Consumer<Receiver> message) {
        nodes.forEach(node -> node.inbox().add(message));
    }

    /** A receiver that sends a message itself only adds to the inboxes; the call that is delivering empties them. */
    private void deliver(Runnable first) {
        if (delivering.get()) {
            return;
        }
        delivering.set(true);
        try {
            first.run();
            while (deliverRound()) {
                // what was delivered has sent more
            }
        } finally {
            delivering.remove();
        }
    }

    private boolean deliverRound() {
        boolean any = false;
        for (StandInSharedTier node : nodes) {
            any |= node.inbox().deliverDue();
        }
        return any;
    }
}
