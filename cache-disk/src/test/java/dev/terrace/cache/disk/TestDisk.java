package dev.terrace.cache.disk;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the tests of this package put around a map file: a clock they own and a list of dropped side files. */
final class TestDisk implements InstantSource {

    static {
        JvmAccess.prepare();
    }

    long now = 1_000_000; // set by the thread that puts
    final List<Long> dropped = Collections.synchronizedList(new ArrayList<>());

    Surroundings around(SizingPlan plan) {
        return new Surroundings(plan, this, dropped::add);
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static StoredEntry forever(byte[] value) {
        return new StoredEntry(value, Envelope.NEVER, 1);
    }

    static StoredEntry forever(String value) {
        return forever(key(value));
    }

    /** Returns bytes that only this key and version have. */
    static byte[] bytes(long key, int version, int length) {
        byte[] bytes = new byte[length];
        long word = key * 31 + version;
        for (int at = 0; at < length; at++) {
            word = at % 8 == 0 ? Fingerprint.mix(word) : word >>> 8;
            bytes[at] = (byte) word;
        }
        return bytes;
    }
}
