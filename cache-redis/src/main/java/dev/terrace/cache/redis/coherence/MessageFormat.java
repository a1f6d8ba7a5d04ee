package dev.terrace.cache.redis.coherence;

import dev.terrace.cache.redis.coherence.Message.Barrier;
import dev.terrace.cache.redis.coherence.Message.Changed;
import dev.terrace.cache.redis.coherence.Message.Generation;
import dev.terrace.cache.redis.coherence.Message.Goodbye;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import dev.terrace.cache.redis.coherence.Message.Marker;
import dev.terrace.cache.redis.coherence.Message.Range;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@link Message}. Numbers are big-endian; {@code text2} is two bytes of length and UTF-8, {@code text4}
 * the same with four.
 *
 * <pre>
 *  0   1  'T'
 *  1   1  version of this format, 1
 *  2   1  kind, see below
 *  3   8  node
 * 11   8  boot
 * 19   8  sequence; of heartbeat and goodbye: the last number given out
 * 27      by kind:
 *         1 changed     text2 region, 8 generation, 4 count, then each: 8 tag, text4 key
 *         2 raised      barrier: 8 node, 8 boot, 8 number, scope
 *         3 swept       the same
 *         4 generation  text2 region, 8 generation
 *         5 marker      8 token
 *         6 heartbeat   8 sender's clock, 4 count, then each: 8 first unused number, 4 how many
 *         7 goodbye     nothing
 *
 * scope: 1 flags (1 region, 2 glob, 4 label), then what is there of: text2 region, text4 glob, 8 label
 * </pre>
 *
 * <p>Anybody who may publish can send anything. What is not exactly of this form is {@link Verdict#GARBAGE} and changes
 * nothing. What begins like a message but has another version or kind comes from another release of this
 * library, and may be a change: {@link Verdict#FOREIGN_VERSION} counts as a lost message.
 */
final class MessageFormat {

    static final byte MAGIC = 'T';
    static final byte VERSION = 1;

    private static final int KIND_OFFSET = 2;
    private static final int SHORTEST_CHANGE = Long.BYTES + Integer.BYTES;
    private static final int RANGE_BYTES = Long.BYTES + Integer.BYTES;
    private static final int HAS_REGION = 1;
    private static final int HAS_GLOB = 2;
    private static final int HAS_LABEL = 4;

    private static final byte CHANGED = 1;
    private static final byte RAISED = 2;
    private static final byte SWEPT = 3;
    private static final byte GENERATION = 4;
    private static final byte MARKER = 5;
    private static final byte HEARTBEAT = 6;
    private static final byte GOODBYE = 7;

    /** What bytes are that are no message. */
    enum Verdict {
        /** Nothing of ours. */
        GARBAGE,
        /** Of a release that speaks differently. */
        FOREIGN_VERSION
    }

    private MessageFormat() {}

    static byte[] write(Message message) {
        MessageWriter out = new MessageWriter();
        out.put(MAGIC).put(VERSION).put(kind(message)).sender(message.sender()).putLong(message.sequence());
        if (message instanceof Changed changed) {
            out.shortText(changed.region()).putLong(changed.generation());
            out.putInt(changed.keys().size());
            for (KeyTag key : changed.keys()) {
                out.putLong(key.tag()).text(key.key());
            }
        } else if (message instanceof Barrier barrier) {
            out.sender(barrier.id().owner()).putLong(barrier.id().number());
            write(out, barrier.scope());
        } else if (message instanceof Generation generation) {
            out.shortText(generation.region()).putLong(generation.generation());
        } else if (message instanceof Marker marker) {
            out.putLong(marker.token());
        } else if (message instanceof Heartbeat heartbeat) {
            out.putLong(heartbeat.sentNanos()).putInt(heartbeat.unused().size());
            heartbeat.unused().forEach(range -> out.putLong(range.first()).putInt(range.count()));
        }
        return out.toBytes();
    }

    private static byte kind(Message message) {
        if (message instanceof Barrier barrier) {
            return barrier.phase() == Phase.RAISED ? RAISED : SWEPT;
        }
        return message instanceof Changed
                ? CHANGED
                : message instanceof Generation
                        ? GENERATION
                        : message instanceof Marker ? MARKER : message instanceof Heartbeat ? HEARTBEAT : GOODBYE;
    }

    private static void write(MessageWriter out, Scope scope) {
        String region = scope.region();
        Glob glob = scope.glob();
        Long label = scope.label();
        int flags = (region == null ? 0 : HAS_REGION) | (glob == null ? 0 : HAS_GLOB) | (label == null ? 0 : HAS_LABEL);
        out.put((byte) flags);
        if (region != null) {
            out.shortText(region);
        }
        if (glob != null) {
            out.text(glob.toString());
        }
        if (label != null) {
            out.putLong(label);
        }
    }

    /** Reads a message; null if the bytes are none, see {@link #judge}. */
    static @Nullable Message read(byte[] bytes) {
        try {
            MessageReader in = new MessageReader(bytes);
            if (in.get() != MAGIC || in.get() != VERSION) {
                return null;
            }
            byte kind = in.get();
            Sender sender = in.sender();
            Message message = read(kind, sender, in.getLong(), in);
            return in.isAtEnd() ? message : null;
        } catch (IllegalArgumentException e) {
            return null; // too short, no UTF-8, no glob
        }
    }

    private static @Nullable Message read(byte kind, Sender sender, long sequence, MessageReader in) {
        return switch (kind) {
            case CHANGED -> new Changed(sender, sequence, in.region(), in.getLong(), keys(in));
            case RAISED -> new Barrier(sender, sequence, Phase.RAISED, id(in), scope(in));
            case SWEPT -> new Barrier(sender, sequence, Phase.SWEPT, id(in), scope(in));
            case GENERATION -> new Generation(sender, sequence, in.region(), in.getLong());
            case MARKER -> new Marker(sender, sequence, in.getLong());
            case HEARTBEAT -> new Heartbeat(sender, sequence, in.getLong(), ranges(in));
            case GOODBYE -> new Goodbye(sender, sequence);
            default -> null;
        };
    }

    /** Says what bytes are that {@link #read} cannot read. */
    static Verdict judge(byte[] bytes) {
        boolean isOurs = bytes.length > KIND_OFFSET && bytes[0] == MAGIC;
        boolean isKnown =
                isOurs && bytes[1] == VERSION && bytes[KIND_OFFSET] >= CHANGED && bytes[KIND_OFFSET] <= GOODBYE;
        return isOurs && !isKnown ? Verdict.FOREIGN_VERSION : Verdict.GARBAGE;
    }

    private static List<KeyTag> keys(MessageReader in) {
        int count = in.count(SHORTEST_CHANGE);
        List<KeyTag> keys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long tag = in.getLong();
            keys.add(new KeyTag(in.text(), tag));
        }
        return keys;
    }

    private static List<Range> ranges(MessageReader in) {
        int count = in.count(RANGE_BYTES);
        List<Range> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long first = in.getLong();
            ranges.add(new Range(first, in.positive()));
        }
        return ranges;
    }

    private static BarrierId id(MessageReader in) {
        Sender owner = in.sender();
        return new BarrierId(owner, in.getLong());
    }

    private static Scope scope(MessageReader in) {
        int flags = in.get();
        if ((flags & ~(HAS_REGION | HAS_GLOB | HAS_LABEL)) != 0) {
            throw new IllegalArgumentException("unknown flags of a scope: " + flags);
        }
        String region = (flags & HAS_REGION) == 0 ? null : in.region();
        Glob glob = (flags & HAS_GLOB) == 0 ? null : Glob.compile(in.text());
        Long label = (flags & HAS_LABEL) == 0 ? null : Long.valueOf(in.getLong());
        return new Scope(region, glob, label);
    }

    /** How an active barrier is listed in Redis: its id and its scope as in a message. */
    static byte[] writeListed(BarrierId id, Scope scope) {
        MessageWriter out = new MessageWriter();
        out.put(VERSION).sender(id.owner()).putLong(id.number());
        write(out, scope);
        return out.toBytes();
    }

    /** Reads what {@link #writeListed} wrote; null if it is something else. */
    static @Nullable ListedBarrier readListed(byte[] bytes) {
        try {
            MessageReader in = new MessageReader(bytes);
            if (in.get() != VERSION) {
                return null;
            }
            BarrierId id = id(in);
            Scope scope = scope(in);
            return in.isAtEnd() ? new ListedBarrier(id, scope) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A barrier that is not swept everywhere yet. */
    record ListedBarrier(BarrierId id, Scope scope) {}
}
