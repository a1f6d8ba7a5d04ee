package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.redis.nodes.Event.Acknowledged;
import dev.terrace.cache.redis.nodes.Event.Floor;
import dev.terrace.cache.redis.nodes.Event.Mark;
import dev.terrace.cache.redis.nodes.Event.Read;
import dev.terrace.cache.redis.nodes.Event.Removed;
import dev.terrace.cache.redis.nodes.Event.Sent;
import dev.terrace.cache.redis.nodes.Event.Stored;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Judges reads by the order in which Redis announced the writes, as a node heard it that lost no message. Values are
 * unique. A read must not return a value that stands in that order before
 * <ul>
 *   <li>the last write of the key whose message its node had applied when the read began,
 *   <li>the last write of the key that its own node had acknowledged by then,
 *   <li>any write that Redis had carried out when its node last caught up with the channel, before the read,
 *   <li>any write that was acknowledged longer than {@link #BOUND_NANOS} before, wherever;
 * </ul>
 * nor one that was stored before a removal began which had returned on its own node, or anywhere before its node caught up.
 */
final class Judge implements Event.Sink {

    /** The silence limit and the longest that a suspect may be served after it, with room for the recent clock. */
    static final long BOUND_NANOS = 6_000_000_000L;

    private final Map<TierKey, List<Long>> order = new ConcurrentHashMap<>();
    private final Map<String, Long> tags = new ConcurrentHashMap<>();
    private final Collection<Read> reads = new ConcurrentLinkedQueue<>();
    private final Collection<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Collection<Stored> stored = new ConcurrentLinkedQueue<>();
    private final Collection<Removed> removals = new ConcurrentLinkedQueue<>();
    private final NavigableMap<Long, Long> losses = new TreeMap<>(); // by their beginnings

    /**
     * Makes the eye of a node in this process.
     *
     * @param isWitness true for the one node that loses no message
     */
    Eye eye(String name, boolean isWitness) {
        return new Eye(name, this, isWitness ? this::announced : (key, tag) -> {});
    }

    private void announced(TierKey key, long tag) {
        order.computeIfAbsent(key, k -> new ArrayList<>()).add(tag);
    }

    @Override
    public void take(Event event) {
        if (event instanceof Sent e) {
            tags.put(e.value(), e.tag());
        } else if (event instanceof Stored e) {
            stored.add(e);
        } else if (event instanceof Acknowledged e) {
            acknowledged.add(e);
        } else if (event instanceof Removed e) {
            removals.add(e);
        } else if (event instanceof Read e) {
            reads.add(e);
        }
    }

    /**
     * Redis lost what it had acknowledged, and was away in between: what was written before binds nobody any more, and a
     * node whose write was on its way may store it again where there is nothing.
     */
    void mayHaveLost(long from, long until) {
        losses.put(from, until);
    }

    /** Returns from when on things bind a read that began then. */
    private long bindingFrom(long nanos) {
        Map.Entry<Long, Long> loss = losses.floorEntry(nanos);
        if (loss == null) {
            return Long.MIN_VALUE;
        }
        return nanos < loss.getValue() ? Long.MAX_VALUE : loss.getValue();
    }

    int reads() {
        return reads.size();
    }

    /** Returns how many reads came from a node. */
    long readsOf(String node) {
        return reads.stream().filter(read -> read.floor().node().equals(node)).count();
    }

    /** Returns true if a value is known to have been replaced. */
    boolean isReplaced(TierKey key, String value) {
        List<Long> all = order.getOrDefault(key, List.of());
        Long tag = tags.get(value);
        int place = tag == null ? -1 : all.lastIndexOf(tag);
        return place >= 0 && place < all.size() - 1;
    }

    /** Returns what was wrong; to be called when everything is quiet. */
    List<String> verdict() {
        Map<TierKey, Places> places = new HashMap<>();
        order.forEach((key, all) -> places.put(key, new Places(key, all)));
        List<String> wrong = new ArrayList<>();
        for (Read read : reads) {
            Places of = places.get(read.floor().key());
            Long tag = tags.get(read.value());
            Integer place = of == null || tag == null ? null : of.byTag.get(tag);
            if (place != null) { // else it was never announced: served here while it waited, and lost later
                String reason = of.judge(read.floor(), tag, place);
                if (reason != null) {
                    wrong.add(read.floor().node() + " read " + read.value() + " of "
                            + read.floor().key() + " at " + place + " although " + reason);
                }
            }
        }
        return wrong;
    }

    /** The order of one key's writes, and from when on which place was the least that could be read. */
    private final class Places {

        private final TierKey key;
        private final Map<Long, Integer> byTag = new HashMap<>();
        private final NavigableMap<Long, Integer> leastStored;
        private final NavigableMap<Long, Integer> leastAcknowledged;
        private final Map<Long, Long> storedNanos = new HashMap<>();
        private final List<Removed> removed = new ArrayList<>();

        Places(TierKey key, List<Long> order) {
            this.key = key;
            for (int i = 0; i < order.size(); i++) {
                byTag.put(order.get(i), i);
            }
            List<Mark> marks = new ArrayList<>();
            for (Stored event : stored) {
                if (event.key().equals(key)) {
                    marks.add(new Mark(event.tag(), event.nanos()));
                    storedNanos.merge(event.tag(), event.nanos(), Math::min);
                }
            }
            leastStored = rising(marks);
            leastAcknowledged = rising(acknowledged.stream()
                    .filter(event -> event.key().equals(key))
                    .map(event -> new Mark(event.tag(), event.nanos()))
                    .toList());
            removals.stream()
                    .filter(event -> Pattern.matches(event.keys(), key.key()))
                    .forEach(removed::add);
        }

        private NavigableMap<Long, Integer> rising(List<Mark> marks) {
            NavigableMap<Long, Integer> all = new TreeMap<>();
            for (Mark mark : marks) {
                Integer place = byTag.get(mark.tag());
                if (place != null) {
                    all.merge(mark.nanos(), place, Math::max);
                }
            }
            int highest = -1;
            for (Map.Entry<Long, Integer> entry : all.entrySet()) {
                highest = Math.max(highest, entry.getValue());
                entry.setValue(highest);
            }
            return all;
        }

        @Nullable
        String judge(Floor floor, long tag, int place) {
            long from = bindingFrom(floor.nanos());
            int applied = place(floor.applied(), from);
            int own = place(floor.own(), from);
            int caught = place(leastStored, floor.caughtUp(), from);
            int old = place(leastAcknowledged, floor.nanos() - BOUND_NANOS, from);
            if (place < Math.max(Math.max(applied, own), Math.max(caught, old))) {
                return "applied " + applied + ", own " + own + ", stored before it caught up " + caught
                        + ", long acknowledged " + old;
            }
            return removalBefore(floor, tag, from);
        }

        private int place(Mark mark, long from) {
            return mark.tag() == 0 || mark.nanos() < from ? -1 : byTag.getOrDefault(mark.tag(), -1);
        }

        private int place(NavigableMap<Long, Integer> least, long until, long from) {
            Map.Entry<Long, Integer> entry = least.floorEntry(until);
            return entry == null || entry.getKey() < from ? -1 : entry.getValue();
        }

        private @Nullable String removalBefore(Floor floor, long tag, long from) {
            Long storedAt = storedNanos.get(tag);
            for (Removed event : removed) {
                boolean isBinding = event.to() <= floor.caughtUp()
                        || (event.node().equals(floor.node()) && event.to() <= floor.nanos());
                if (storedAt != null && isBinding && event.from() >= from && storedAt < event.from()) {
                    return key + " was removed by " + event;
                }
            }
            return null;
        }
    }
}
