package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.Message.Barrier;
import dev.terrace.cache.redis.coherence.Message.Changed;
import dev.terrace.cache.redis.coherence.Message.Generation;
import dev.terrace.cache.redis.coherence.Message.Goodbye;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import dev.terrace.cache.redis.coherence.Message.Marker;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Scope;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Makes the messages of one node and numbers them. A script that changes something publishes its message in the same
 * step. Safe for use by many threads.
 *
 * <p>The order of work: take a number with {@link #next}, make the message with it (two, if the script decides which is
 * true), and run the script. If nothing was published for certain, say so with {@link #unused}. If that is not known, say
 * nothing: should the message not arrive, all nodes take it for lost and verify what they hold.
 */
public final class Publisher {

    private final Sender self;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong tokens = new AtomicLong();
    private final UnusedNumbers unused = new UnusedNumbers();

    /** Makes a publisher that has sent nothing yet. */
    public Publisher(Sender self) {
        this.self = self;
    }

    /** Returns whose messages these are. */
    public Sender self() {
        return self;
    }

    /** Gives out the number of the next message. */
    public long next() {
        return sequence.incrementAndGet();
    }

    /** Takes back a number whose message was certainly not published. */
    public void unused(long number) {
        unused.add(number);
    }

    /**
     * Returns the message that keys of a region were written or removed.
     *
     * @param number from {@link #next}
     * @param generation of the region, as this node knows it
     */
    public byte[] changed(long number, String region, long generation, List<KeyTag> keys) {
        return MessageFormat.write(new Changed(self, number, region, generation, keys));
    }

    /**
     * Returns the message that a region has a new generation.
     *
     * @param number from {@link #next}
     */
    public byte[] generation(long number, String region, long generation) {
        return MessageFormat.write(new Generation(self, number, region, generation));
    }

    byte[] barrier(long number, Phase phase, BarrierId id, Scope scope) {
        return MessageFormat.write(new Barrier(self, number, phase, id, scope));
    }

    byte[] marker(long number, long token) {
        return MessageFormat.write(new Marker(self, number, token));
    }

    /** Returns a number that no other barrier or marker of this sender has. */
    long token() {
        return tokens.incrementAndGet();
    }

    byte[] heartbeat(long nanos) {
        // The list first: a number taken back later is smaller than the last one, and comes with the next heartbeat.
        List<Message.Range> ranges = unused.list();
        return MessageFormat.write(new Heartbeat(self, sequence.get(), nanos, ranges));
    }

    byte[] goodbye() {
        return MessageFormat.write(new Goodbye(self, sequence.get()));
    }
}
