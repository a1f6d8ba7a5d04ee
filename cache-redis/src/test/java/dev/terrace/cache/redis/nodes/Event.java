package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.tier.TierKey;
import org.jspecify.annotations.Nullable;

/**
 * Something that a node saw, as the judge is told of it; also as a line of text, for nodes in processes of their own. Times
 * are of a clock that all processes of a machine share.
 */
sealed interface Event {

    /** A write is on its way; values are unique. */
    record Sent(String value, long tag) implements Event {}

    /** Redis has carried out a write. */
    record Stored(TierKey key, long tag, long nanos) implements Event {}

    /** A caller's write has returned; Redis may have been away. */
    record Acknowledged(TierKey key, long tag, long nanos) implements Event {}

    /**
     * A removal has returned while Redis was well.
     *
     * @param keys a regular expression
     */
    record Removed(String node, String keys, long from, long to) implements Event {}

    /** A read has returned a value. */
    record Read(Floor floor, String value) implements Event {}

    /** A tag, and when the node came to know of it. */
    record Mark(long tag, long nanos) {

        static final Mark NONE = new Mark(0, 0);
    }

    /**
     * What a read must not fall behind.
     *
     * @param applied the last write of the key whose message the node had applied
     * @param own the last write of the key that the node had acknowledged
     * @param nanos when the read began
     * @param caughtUp everything that Redis had carried out then, the node had heard of when the read began
     */
    record Floor(String node, TierKey key, Mark applied, Mark own, long nanos, long caughtUp) {}

    /** Returns the event as one line. */
    default String line() {
        if (this instanceof Sent e) {
            return words("sent", e.value(), e.tag());
        } else if (this instanceof Stored e) {
            return words("stored", e.key().fullKey(), e.tag(), e.nanos());
        } else if (this instanceof Acknowledged e) {
            return words("acknowledged", e.key().fullKey(), e.tag(), e.nanos());
        } else if (this instanceof Removed e) {
            return words("removed", e.node(), e.keys(), e.from(), e.to());
        } else if (this instanceof Read e) {
            Floor floor = e.floor();
            return words(
                    "read",
                    floor.node(),
                    floor.key().fullKey(),
                    floor.applied().tag(),
                    floor.applied().nanos(),
                    floor.own().tag(),
                    floor.own().nanos(),
                    floor.nanos(),
                    floor.caughtUp(),
                    e.value());
        }
        throw new IllegalStateException("no such event");
    }

    private static String words(Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        return line.toString();
    }

    /** Reads a line. */
    static Event of(String line) {
        String[] words = line.split(" ", -1);
        return switch (words[0]) {
            case "sent" -> new Sent(words[1], number(words[2]));
            case "stored" -> new Stored(key(words[1]), number(words[2]), number(words[3]));
            case "acknowledged" -> new Acknowledged(key(words[1]), number(words[2]), number(words[3]));
            case "removed" -> new Removed(words[1], words[2], number(words[3]), number(words[4]));
            case "read" ->
                new Read(
                        new Floor(
                                words[1],
                                key(words[2]),
                                new Mark(number(words[3]), number(words[4])),
                                new Mark(number(words[5]), number(words[6])),
                                number(words[7]),
                                number(words[8])),
                        words[9]);
            default -> throw new IllegalArgumentException("no event: " + line);
        };
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    private static TierKey key(String word) {
        int colon = word.indexOf(':');
        return new TierKey(word.substring(0, colon), word.substring(colon + 1));
    }

    /** Takes what is seen. */
    @FunctionalInterface
    interface Sink {
        void take(Event event);
    }

    /** Hears the messages of a key in the order in which Redis sent them. */
    @FunctionalInterface
    interface Order {
        void next(TierKey key, long tag);
    }

    /** Returns the mark, or one that binds nobody. */
    static Mark orNone(@Nullable Mark mark) {
        return mark == null ? Mark.NONE : mark;
    }
}
