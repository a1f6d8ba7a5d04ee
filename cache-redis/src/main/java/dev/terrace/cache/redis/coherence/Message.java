package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Scope;
import java.util.List;

/** What nodes tell each other; {@link MessageFormat} draws the bytes. */
sealed interface Message {

    /** Returns who sent it. */
    Sender sender();

    /** Returns its number, or the last one that its sender has given out if it has none of its own. */
    long sequence();

    /**
     * Keys were written or removed.
     *
     * @param generation of the region, as the sender knows it
     */
    record Changed(Sender sender, long sequence, String region, long generation, List<KeyTag> keys)
            implements Message {}

    /** A barrier was raised or swept. */
    record Barrier(Sender sender, long sequence, Phase phase, BarrierId id, Scope scope) implements Message {}

    /** A region has a new generation: all its entries are gone. */
    record Generation(Sender sender, long sequence, String region, long generation) implements Message {}

    /** Proves to its sender that everything before it has arrived. */
    record Marker(Sender sender, long sequence, long token) implements Message {}

    /**
     * A sign of life; takes no number.
     *
     * @param sentNanos a reading of the sender's own clock, of use to nobody else
     * @param unused numbers that were given out and never sent
     */
    record Heartbeat(Sender sender, long sequence, long sentNanos, List<Range> unused) implements Message {}

    /** The last message of a sender; takes no number. */
    record Goodbye(Sender sender, long sequence) implements Message {}

    /**
     * Numbers one after the other.
     *
     * @param count at least 1
     */
    record Range(long first, int count) {}
}
