package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of journal records: a byte that says what it is, the position, and the fields of {@link Journal.Item} in
 * their order, numbers big-endian, texts as length and UTF-8, what may be null behind a byte that says whether it is.
 */
final class JournalRecords {

    private static final int WRITE = 1;
    private static final int BARRIER = 2;
    private static final int DISTRUST = 3;
    private static final int SETTLED = 4;

    private JournalRecords() {}

    static byte[] of(Journal.Item item) {
        if (item instanceof Journal.Write write) {
            return body(WRITE, write.position(), out -> {
                key(out, write.key());
                entry(out, write.entry());
                out.writeLong(write.baseTag());
                out.writeLong(write.acceptedAt());
            });
        }
        if (item instanceof Journal.Barrier barrier) {
            return body(BARRIER, barrier.position(), out -> scope(out, barrier.scope()));
        }
        Journal.Distrust distrust = (Journal.Distrust) item;
        return body(DISTRUST, distrust.position(), out -> {
            key(out, distrust.key());
            text(out, distrust.tier());
        });
    }

    static byte[] settled(long position) {
        return body(SETTLED, position, out -> {});
    }

    /** Returns the position that a body begins with. */
    static long position(byte[] body) throws IOException {
        return in(body, 1).readLong();
    }

    static boolean isSettled(byte[] body) {
        return body[0] == SETTLED;
    }

    /** Reads a record that says something. */
    static Journal.Item item(byte[] body) throws IOException {
        long position = position(body);
        DataInputStream in = in(body, 1 + Long.BYTES);
        return switch (body[0]) {
            case WRITE -> new Journal.Write(position, key(in), entry(in), in.readLong(), in.readLong());
            case BARRIER -> new Journal.Barrier(position, scope(in));
            case DISTRUST -> new Journal.Distrust(position, key(in), text(in));
            default -> throw new IOException("a record of the unknown kind " + body[0]);
        };
    }

    private static DataInputStream in(byte[] body, int from) {
        return new DataInputStream(new ByteArrayInputStream(body, from, body.length - from));
    }

    private static byte[] body(int kind, long position, Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(kind);
            out.writeLong(position);
            fields.writeTo(out);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array does not fail", impossible);
        }
        return bytes.toByteArray();
    }

    private static void key(DataOutputStream out, TierKey key) throws IOException {
        text(out, key.region());
        text(out, key.key());
    }

    private static TierKey key(DataInputStream in) throws IOException {
        return new TierKey(text(in), text(in));
    }

    private static void entry(DataOutputStream out, @Nullable Entry entry) throws IOException {
        out.writeBoolean(entry != null);
        if (entry != null) {
            out.writeLong(entry.position());
            out.writeLong(entry.epoch());
            bytes(out, entry.bytes());
        }
    }

    private static @Nullable Entry entry(DataInputStream in) throws IOException {
        if (!in.readBoolean()) {
            return null;
        }
        long position = in.readLong();
        long epoch = in.readLong();
        Entry entry = Entry.parse(bytes(in), position, epoch);
        if (entry == null) {
            throw new IOException("a write without an entry that can be read");
        }
        return entry;
    }

    private static void scope(DataOutputStream out, Scope scope) throws IOException {
        String region = scope.region();
        Glob glob = scope.glob();
        Long label = scope.label();
        out.writeBoolean(region != null);
        if (region != null) {
            text(out, region);
        }
        out.writeBoolean(glob != null);
        if (glob != null) {
            text(out, glob.toString());
        }
        out.writeBoolean(label != null);
        if (label != null) {
            out.writeLong(label);
        }
    }

    private static Scope scope(DataInputStream in) throws IOException {
        String region = in.readBoolean() ? text(in) : null;
        Glob glob = in.readBoolean() ? Glob.compile(text(in)) : null;
        Long label = in.readBoolean() ? (Long) in.readLong() : null;
        return new Scope(region, glob, label);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a field of " + length + " bytes in a record with " + in.available() + " left");
        }
        return in.readNBytes(length);
    }

    /** Writes what a record holds besides kind and position. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(DataOutputStream out) throws IOException;
    }
}
