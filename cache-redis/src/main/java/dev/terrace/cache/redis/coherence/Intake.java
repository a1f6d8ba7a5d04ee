package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.Message.Barrier;
import dev.terrace.cache.redis.coherence.Message.Changed;
import dev.terrace.cache.redis.coherence.Message.Generation;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import dev.terrace.cache.redis.coherence.Message.Marker;
import dev.terrace.cache.redis.coherence.MessageFormat.Verdict;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.TimeSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies what arrives, in the order in which it arrives, and notices what does not arrive. For the thread that listens.
 *
 * <p>After a loss, and whenever a subscription is confirmed, nothing from before is trusted: the receiver raises its
 * epoch, and the bound of {@link Staleness} is gone until the next own heartbeat has come back.
 */
final class Intake implements ChannelLink.Ears {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Parts parts;
    private final TimeSource time;
    private final ChannelLink link;
    private final Sender self;
    private final Receiver receiver;
    private final Attendance attendance;
    private final Staleness staleness;
    private final BarrierBook barriers;
    private final Markers markers;
    private final Tally tally;
    private final Runnable whenConfirmed;
    private volatile boolean isConfirmed;
    private boolean hasSeenForeignVersion;

    Intake(Parts parts, Receiver receiver, Runnable whenConfirmed) {
        this.parts = parts;
        this.time = parts.time();
        this.link = parts.link();
        this.self = parts.publisher().self();
        this.receiver = receiver;
        this.attendance = parts.attendance();
        this.staleness = parts.staleness();
        this.barriers = parts.barriers();
        this.markers = parts.markers();
        this.tally = parts.tally();
        this.whenConfirmed = whenConfirmed;
    }

    @Override
    public void confirmed(List<byte[]> listed) {
        checkOpen();
        tally.subscriptions.increment();
        attendance.begin(time.nanos());
        isConfirmed = true;
        // Those first: what they hide must not be trusted for a moment.
        barriers.reconcile(BarrierBook.read(listed), receiver);
        startOver("subscribed");
        whenConfirmed.run();
    }

    /** Ends a subscription that nobody could hang up, because it was only being made when the channel was closed. */
    private void checkOpen() {
        if (parts.isClosed()) {
            throw new IllegalStateException("the channel is closed");
        }
    }

    /** The subscription has ended. */
    void ended(String reason) {
        if (isConfirmed) {
            isConfirmed = false;
            lose(reason);
        }
    }

    boolean isConfirmed() {
        return isConfirmed;
    }

    private void lose(String reason) {
        tally.losses.increment();
        startOver(reason);
    }

    private void startOver(String reason) {
        staleness.lost();
        markers.lost();
        receiver.lost(reason);
    }

    @Override
    public void message(byte[] bytes) {
        checkOpen();
        Message message = MessageFormat.read(bytes);
        if (message == null) {
            ignored(bytes);
            return;
        }
        tally.messages.increment();
        long now = time.nanos();
        loseIf(attendance.heard(message, now));
        apply(message, now);
        loseIf(attendance.overdue(now));
        staleness.settle(attendance);
    }

    private void ignored(byte[] bytes) {
        tally.ignored.increment();
        if (MessageFormat.judge(bytes) == Verdict.GARBAGE) {
            return;
        }
        if (!hasSeenForeignVersion) {
            hasSeenForeignVersion = true;
            LOG.warn("messages_of_another_release action=\"each counts as a loss until all nodes run the same\"");
        }
        lose("a message of another release");
    }

    private void loseIf(@org.jspecify.annotations.Nullable String reason) {
        if (reason != null) {
            attendance.forgive();
            lose(reason);
        }
    }

    private void apply(Message message, long nowNanos) {
        if (message instanceof Changed changed) {
            link.heardGeneration(changed.region(), changed.generation(), false);
            for (KeyTag key : changed.keys()) {
                receiver.changed(new TierKey(changed.region(), key.key()), key.tag());
            }
        } else if (message instanceof Barrier barrier) {
            barriers.heard(barrier.id(), barrier.scope(), barrier.phase(), receiver);
        } else if (message instanceof Generation generation) {
            link.heardGeneration(generation.region(), generation.generation(), true);
        } else if (message.sender().equals(self)) {
            applyOwn(message, nowNanos);
        }
    }

    private void applyOwn(Message message, long nowNanos) {
        if (message instanceof Heartbeat heartbeat) {
            loseIf(attendance.ownHeartbeat(heartbeat.sentNanos()));
            staleness.heard(heartbeat.sentNanos(), nowNanos);
        } else if (message instanceof Marker marker) {
            markers.heard(marker.token());
        }
    }
}
