package dev.terrace.cache.redis;

import dev.terrace.cache.redis.Server.Intent;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The generation of each region: a random number in the names of its entries. A region is cleared by a new one, which
 * makes all its entries unreachable at once.
 *
 * <p>Random and not counted up: a counter that Redis loses or restores from an old copy would make cleared entries
 * reachable again. Redis holds the table; nodes remember what they have read, hear of changes by messages, in the order
 * in which the table changed, and read it again after every loss. Where the table lacks a generation that a node knew,
 * or has one that the node has left, it has been lost or restored, and the node draws a new one.
 */
final class Generations {

    private static final int REMEMBERED = 64;

    private final Redis redis;
    private final RedisKeys keys;
    private final Announcer announcer;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> current = new ConcurrentHashMap<>();
    private final Map<String, Deque<Long>> left = new HashMap<>();

    Generations(Redis redis, RedisKeys keys, Announcer announcer) {
        this.redis = redis;
        this.keys = keys;
        this.announcer = announcer;
    }

    /** Returns a region's generation; asks Redis for it the first time. */
    long of(String region) {
        Long known = current.get(region);
        return known == null ? read(region) : known;
    }

    private long read(String region) {
        return read(region, this::call);
    }

    private @Nullable Object call(Command command) {
        return redis.call(Intent.WRITE, command);
    }

    private long read(String region, Caller caller) {
        long candidate = random.nextLong();
        Long found = send(Script.GENERATION, region, candidate, caller);
        long generation = found == null ? renew(region, caller) : found;
        // A message that came meanwhile is newer than what was read.
        Long heard = current.putIfAbsent(region, generation);
        return heard == null ? generation : heard;
    }

    /** Draws a new generation for a region and tells everybody. */
    long renew(String region) {
        return renew(region, this::call);
    }

    private long renew(String region, Caller caller) {
        long next = random.nextLong();
        // Before the message: were it set afterwards, it could take the place of a later one that was heard meanwhile.
        adopt(region, next);
        try {
            send(Script.RENEW, region, next, caller);
        } catch (RedisException e) {
            current.remove(region, next);
            throw e;
        }
        return next;
    }

    /** Both scripts answer with the generation that the region has; only a new one is announced. */
    private @Nullable Long send(Script script, String region, long generation, Caller caller) {
        Outgoing message = announcer.generation(region, generation);
        List<byte[]> arguments = List.of(
                RedisKeys.bytes(region), RedisKeys.bytes(RedisKeys.hex(generation)), keys.channel(), message.bytes());
        try {
            Object reply = caller.call(Command.eval(script, List.of(keys.generations()), arguments));
            Long found = RedisKeys.generation(ServerReply.text(reply));
            if (found == null || found != generation) {
                message.unsent();
            }
            return found;
        } catch (RedisException e) {
            message.failed(e);
            throw e;
        }
    }

    /** Gives every region that this node knows a new generation. */
    void renewAll() {
        List.copyOf(current.keySet()).forEach(this::renew);
    }

    /** A message said that a region has a new generation. */
    void adopt(String region, long generation) {
        Long before = current.put(region, generation);
        if (before != null && before != generation) {
            leave(region, before);
        }
    }

    private void leave(String region, long generation) {
        synchronized (left) {
            Deque<Long> all = left.computeIfAbsent(region, name -> new ArrayDeque<>());
            all.addLast(generation);
            if (all.size() > REMEMBERED) {
                all.removeFirst();
            }
        }
    }

    private boolean hasLeft(String region, long generation) {
        synchronized (left) {
            Deque<Long> all = left.get(region);
            return all != null && all.contains(generation);
        }
    }

    /** Reads the table again, after a loss of messages and from time to time. */
    void refresh() {
        refresh(this::call);
    }

    /** The same by another way. */
    void refresh(Caller caller) {
        Map<String, Long> before = Map.copyOf(current);
        if (!before.isEmpty()) {
            Map<String, Long> table = table(caller);
            before.forEach((region, known) -> compare(region, known, table.get(region), caller));
        }
    }

    private void compare(String region, Long known, @Nullable Long found, Caller caller) {
        if (found == null) {
            if (current.remove(region, known)) {
                leave(region, known);
                read(region, caller);
            }
        } else if (!found.equals(known)) {
            if (hasLeft(region, found)) {
                renew(region, caller);
            } else if (current.replace(region, known, found)) {
                leave(region, known);
            }
        }
    }

    /** Returns the whole table as Redis has it. */
    Map<String, Long> table() {
        return table(this::call);
    }

    private Map<String, Long> table(Caller caller) {
        List<?> flat = ServerReply.list(caller.call(Command.on(Verb.HGETALL, keys.generations())));
        Map<String, Long> table = new HashMap<>();
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            Long generation = RedisKeys.generation(ServerReply.text(flat.get(i + 1)));
            if (generation != null) {
                table.put(ServerReply.text(flat.get(i)), generation);
            }
        }
        return table;
    }

    /** Returns false if this node knows another generation of the region. */
    boolean mayBeCurrent(String region, long generation) {
        Long known = current.get(region);
        return known == null || known == generation;
    }
}
