package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Judges reads by the order in which Redis announced the writes, as a node heard it that lost no message. Values are
 * unique. A read must not return a value that stands in that order before
 * <ul>
 *   <li>the last write of the key whose message its node had applied when the read began,
 *   <li>the last write of the key that its own node had acknowledged by then,
 *   <li>any write that was acknowledged longer than {@link #BOUND_NANOS} before, wherever.
 * </ul>
 */
final class Judge {

    /** The silence limit and the longest that a suspect may be served after it, with room for the recent clock. */
    static final long BOUND_NANOS = 6_000_000_000L;

    private final Map<TierKey, List<Long>> order = new ConcurrentHashMap<>();
    private final Map<String, Long> tags = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Read> reads = new ConcurrentLinkedQueue<>();
    private final Map<TierKey, ConcurrentLinkedQueue<Acknowledged>> acknowledged = new ConcurrentHashMap<>();

    /** What one node has seen. */
    final class Eye implements WatchedTier.Watch {

        private final String name;
        private final boolean isWitness;
        private final Map<TierKey, Long> applied = new ConcurrentHashMap<>();
        private final Map<TierKey, Long> own = new ConcurrentHashMap<>();

        private Eye(String name, boolean isWitness) {
            this.name = name;
            this.isWitness = isWitness;
        }

        @Override
        public void sends(TierKey key, long tag, String value) {
            tags.put(value, tag);
        }

        @Override
        public void applied(TierKey key, long tag) {
            if (tag != 0) {
                applied.put(key, tag);
            }
            if (isWitness) {
                order.computeIfAbsent(key, k -> new ArrayList<>()).add(tag);
            }
        }

        /** A write of this node has returned. Only one thread of a node writes a key. */
        void wrote(TierKey key, String value, long nanos) {
            Long tag = tags.get(value);
            if (tag != null) {
                own.put(key, tag);
                acknowledged
                        .computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>())
                        .add(new Acknowledged(tag, nanos));
            }
        }

        /** Notes what a read must not fall behind. */
        Floor floor(TierKey key, long nanos) {
            return new Floor(name, key, applied.get(key), own.get(key), nanos);
        }

        void read(Floor floor, @Nullable String value) {
            if (value != null) {
                reads.add(new Read(floor, value));
            }
        }
    }

    record Floor(
            String node,
            TierKey key,
            @Nullable Long applied,
            @Nullable Long own,
            long nanos) {}

    private record Read(Floor floor, String value) {}

    private record Acknowledged(long tag, long nanos) {}

    /**
     * Makes the eye of a node.
     *
     * @param isWitness true for the one node that loses no message
     */
    Eye eye(String name, boolean isWitness) {
        return new Eye(name, isWitness);
    }

    int reads() {
        return reads.size();
    }

    /** Returns what was wrong; to be called when everything is quiet. */
    List<String> verdict() {
        Map<TierKey, Map<Long, Integer>> places = new HashMap<>();
        order.forEach((key, all) -> {
            Map<Long, Integer> of = new HashMap<>();
            for (int i = 0; i < all.size(); i++) {
                of.put(all.get(i), i);
            }
            places.put(key, of);
        });
        List<String> wrong = new ArrayList<>();
        for (Read read : reads) {
            Map<Long, Integer> of = places.getOrDefault(read.floor().key(), Map.of());
            Integer place = of.get(tags.get(read.value()));
            if (place != null) { // else it was never announced: served here while it waited, and lost later
                judge(read, place, of, wrong);
            }
        }
        return wrong;
    }

    private void judge(Read read, int place, Map<Long, Integer> of, List<String> wrong) {
        Floor floor = read.floor();
        int applied = place(floor.applied(), of);
        int own = place(floor.own(), of);
        int old = -1;
        for (Acknowledged write : acknowledged.getOrDefault(floor.key(), new ConcurrentLinkedQueue<>())) {
            if (floor.nanos() - write.nanos() > BOUND_NANOS) {
                old = Math.max(old, place(write.tag(), of));
            }
        }
        if (place < Math.max(applied, Math.max(own, old))) {
            wrong.add(floor.node() + " read " + read.value() + " at " + place + " although applied " + applied
                    + ", own " + own + ", long acknowledged " + old);
        }
    }

    private static int place(@Nullable Long tag, Map<Long, Integer> of) {
        return tag == null ? -1 : of.getOrDefault(tag, -1);
    }
}
