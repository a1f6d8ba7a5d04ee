package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.redis.nodes.Event.Floor;
import dev.terrace.cache.redis.nodes.Event.Mark;
import dev.terrace.cache.redis.nodes.Event.Order;
import dev.terrace.cache.redis.nodes.Event.Sink;
import dev.terrace.cache.tier.TierKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one node has seen. */
final class Eye implements WatchedTier.Watch {

    private final String name;
    private final Sink sink;
    private final Order order;
    private final Map<TierKey, Mark> applied = new ConcurrentHashMap<>();
    private final Map<TierKey, Mark> own = new ConcurrentHashMap<>();
    private final Map<String, Long> tags = new ConcurrentHashMap<>();
    private volatile long caughtUp;

    /** A node whose reads are not bound by what others did, until it {@linkplain #caughtUp has caught up}. */
    Eye(String name, Sink sink, Order order) {
        this.name = name;
        this.sink = sink;
        this.order = order;
        this.caughtUp = Long.MIN_VALUE;
    }

    @Override
    public void sends(TierKey key, long tag, String value) {
        tags.put(value, tag);
        sink.take(new Event.Sent(value, tag));
    }

    @Override
    public void stored(TierKey key, long tag) {
        sink.take(new Event.Stored(key, tag, System.nanoTime()));
    }

    @Override
    public void applied(TierKey key, long tag) {
        if (tag != 0) {
            applied.put(key, new Mark(tag, System.nanoTime()));
        }
        order.next(key, tag);
    }

    /** A write of this node has returned. Only one thread of a node writes a key. */
    void wrote(TierKey key, String value, long nanos) {
        Long tag = tags.get(value);
        if (tag != null) {
            own.put(key, new Mark(tag, nanos));
            sink.take(new Event.Acknowledged(key, tag, nanos));
        }
    }

    /** Everything that Redis had carried out then has been applied here. */
    void caughtUp(long nanos) {
        caughtUp = nanos;
    }

    /** A removal has returned while Redis was well. */
    void removed(String keys, long from, long to) {
        sink.take(new Event.Removed(name, keys, from, to));
    }

    /** Notes what a read must not fall behind. */
    Floor floor(TierKey key, long nanos) {
        return new Floor(name, key, Event.orNone(applied.get(key)), Event.orNone(own.get(key)), nanos, caughtUp);
    }

    void read(Floor floor, @Nullable String value) {
        if (value != null) {
            sink.take(new Event.Read(floor, value));
        }
    }
}
