package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.Message.Goodbye;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who sends, and whether all that they sent has arrived. For the thread that listens, except {@link #isPresent} and
 * {@link #count}.
 *
 * <p>A number that is missing may still be on its way over another connection: it is a loss only after {@code patience}.
 * A sender that was not heard while own heartbeats sent over a whole silence limit came in has vanished; own heartbeats
 * are the measure and no clock, so that a pause of this process makes nobody vanish.
 */
final class Attendance {

    /** More missing numbers than this are a loss at once. */
    private static final int MOST_HOLES = 10_000;

    /** Senders that are remembered at most: more than that are no nodes of ours. */
    private static final int MOST_SENDERS = 10_000;

    private final Sender self;
    private final long patienceNanos;
    private final long silenceNanos;
    private final Map<Sender, Arrivals> senders = new HashMap<>();
    private volatile Set<Sender> present = Set.of();
    private long subscribedNanos;
    private @Nullable Long ownBeat;

    Attendance(Sender self, long patienceNanos, long silenceNanos) {
        this.self = self;
        this.patienceNanos = patienceNanos;
        this.silenceNanos = silenceNanos;
    }

    /** Begins anew: a subscription was confirmed. */
    void begin(long nowNanos) {
        senders.clear();
        present = Set.of();
        subscribedNanos = nowNanos;
        ownBeat = null;
    }

    /**
     * Notes a message.
     *
     * @return why messages are lost; null if none are
     */
    @Nullable
    String heard(Message message, long nowNanos) {
        Arrivals arrivals = arrivals(message, nowNanos);
        if (arrivals == null) {
            return "more than " + MOST_SENDERS + " senders";
        }
        arrivals.lastOwnBeat = ownBeat;
        boolean fits = true;
        if (message instanceof Heartbeat heartbeat) {
            heartbeat.unused().forEach(arrivals::unused);
            fits = arrivals.expect(heartbeat.sequence(), nowNanos);
        } else if (message instanceof Goodbye goodbye) {
            fits = arrivals.expect(goodbye.sequence(), nowNanos);
            arrivals.saidGoodbye = true;
        } else {
            fits = arrivals.arrived(message.sequence(), nowNanos);
        }
        return fits ? null : "messages of " + message.sender() + " are missing";
    }

    private @Nullable Arrivals arrivals(Message message, long nowNanos) {
        Arrivals known = senders.get(message.sender());
        if (known != null) {
            return known;
        }
        if (senders.size() == MOST_SENDERS) {
            return null;
        }
        // Who was there before this subscription is heard within a heartbeat; who comes later begins at 1.
        boolean isNew = nowNanos - subscribedNanos > silenceNanos;
        boolean takesNone = message instanceof Heartbeat || message instanceof Goodbye;
        Arrivals first = new Arrivals(isNew ? 0 : message.sequence() - (takesNone ? 0 : 1), MOST_HOLES);
        senders.put(message.sender(), first);
        present = Set.copyOf(senders.keySet());
        return first;
    }

    /**
     * Notes an own heartbeat, and looks who is missing.
     *
     * @return why messages are lost; null if none are
     */
    @Nullable
    String ownHeartbeat(long sentNanos) {
        ownBeat = sentNanos;
        for (Iterator<Map.Entry<Sender, Arrivals>> all = senders.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Sender, Arrivals> entry = all.next();
            Arrivals arrivals = entry.getValue();
            if (arrivals.lastOwnBeat == null) {
                arrivals.lastOwnBeat = sentNanos;
            }
            boolean isSilent = sentNanos - arrivals.lastOwnBeat > silenceNanos;
            if (isSilent && !entry.getKey().equals(self)) {
                all.remove();
                present = Set.copyOf(senders.keySet());
                if (!arrivals.saidGoodbye) {
                    return "node " + entry.getKey() + " fell silent";
                }
            }
        }
        return null;
    }

    /** Returns why messages are lost: because one has been missing for too long; null if none has. */
    @Nullable
    String overdue(long nowNanos) {
        for (Map.Entry<Sender, Arrivals> entry : senders.entrySet()) {
            if (entry.getValue().hasHoleOlderThan(patienceNanos, nowNanos)) {
                return "a message of " + entry.getKey() + " is missing";
            }
        }
        return null;
    }

    /** Returns true if nothing is missing that was missing at this time already. */
    boolean isCompleteSince(long nanos) {
        for (Arrivals arrivals : senders.values()) {
            if (arrivals.hasHoleOf(nanos)) {
                return false;
            }
        }
        return true;
    }

    /** Forgets what is missing: it was counted as lost. */
    void forgive() {
        senders.values().forEach(Arrivals::forgive);
    }

    /** Returns true if this sender was heard lately. From any thread. */
    boolean isPresent(Sender sender) {
        return present.contains(sender);
    }

    /** Returns how many senders were heard lately, this one among them. From any thread. */
    int count() {
        return present.size();
    }
}
