package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.tier.CoherenceChannel;
import dev.terrace.cache.tier.Gauges;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.NamedThreads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The channel between the nodes that share a Redis. Two threads of its own: one listens and applies, one sends signs of
 * life. Safe for use by many threads.
 *
 * <p>Every node hears itself. Messages count as lost when the subscription ends or is made anew, when no own sign of
 * life comes back for the silence limit, when a number of any sender stays missing, and when a sender falls silent
 * without having said goodbye. Independently of any of that, {@link #isCurrent} says no once the latest own sign of life
 * that came back was sent longer ago than the silence limit: that also holds for a process that was stopped itself.
 */
public final class RedisCoherence implements CoherenceChannel, Gauges {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Parts parts;
    private final TierContext context;
    private final UnaryOperator<Receiver> shared;
    private volatile @Nullable Pulse pulse;

    /**
     * Makes a channel that is silent until it is started.
     *
     * @param shared makes of the receiver one that others can tell something too, besides the thread that listens
     */
    public RedisCoherence(
            ChannelLink link,
            Publisher publisher,
            ChannelTiming timing,
            TierContext context,
            UnaryOperator<Receiver> shared) {
        this.parts = Parts.of(context.time(), link, publisher, timing);
        this.context = context;
        this.shared = shared;
    }

    @Override
    public void start(Receiver receiver) {
        Intake intake = new Intake(parts, shared.apply(receiver), this::confirmed);
        Pulse beating = new Pulse(parts, intake, context.executor());
        pulse = beating;
        NamedThreads.daemon("terrace-redis-listener")
                .newThread(new Listener(parts.link(), intake, parts.closed()))
                .start();
        NamedThreads.daemon("terrace-redis-pulse").newThread(beating).start();
    }

    private void confirmed() {
        Pulse beating = pulse;
        if (beating != null) {
            beating.confirmed();
        }
    }

    @Override
    public long clockOffsetMillis() {
        return parts.clock().millis();
    }

    @Override
    public boolean isCurrent(long nanos) {
        return parts.staleness().isCurrent(nanos);
    }

    @Override
    public void announce(Scope scope, Phase phase) {
        if (phase == Phase.RAISED) {
            parts.barriers().raise(scope);
        } else {
            parts.barriers().sweptOwn(scope);
        }
    }

    @Override
    public void catchUp(TierKey key) {
        Publisher publisher = parts.publisher();
        parts.markers()
                .await(
                        publisher.token(),
                        token -> parts.link().publishFromServerOf(key, publisher.marker(publisher.next(), token)));
    }

    /**
     * Returns what is to be seen of the channel: {@code coherence.} and then {@code losses}, {@code staleness.seconds}
     * (how long ago everything was known), {@code delay.millis} (of the last own sign of life), {@code messages},
     * {@code messages.ignored}, {@code subscriptions}, {@code nodes}, {@code clock.offset.millis} and {@code
     * barriers.taken-over}.
     */
    @Override
    public Map<String, Double> gauges() {
        Tally tally = parts.tally();
        Map<String, Double> gauges = new LinkedHashMap<>();
        gauges.put("coherence.losses", tally.losses.doubleValue());
        gauges.put("coherence.staleness.seconds", parts.staleness().boundNanos() / NANOS_PER_SECOND);
        gauges.put("coherence.delay.millis", parts.staleness().delayNanos() / NANOS_PER_MILLI);
        gauges.put("coherence.messages", tally.messages.doubleValue());
        gauges.put("coherence.messages.ignored", tally.ignored.doubleValue());
        gauges.put("coherence.subscriptions", tally.subscriptions.doubleValue());
        gauges.put("coherence.nodes", (double) parts.attendance().count());
        gauges.put("coherence.clock.offset.millis", (double) parts.clock().millis());
        gauges.put("coherence.barriers.taken-over", tally.takenOver.doubleValue());
        return gauges;
    }

    /** Says goodbye and ends the threads. */
    @Override
    public void close() {
        if (parts.isClosed()) {
            return;
        }
        parts.closed().countDown();
        try {
            parts.link().publish(parts.publisher().goodbye());
        } catch (RuntimeException e) {
            // The others will notice the silence.
        }
        Pulse beating = pulse;
        if (beating != null) {
            beating.wake();
        }
        parts.link().hangUp();
    }
}
