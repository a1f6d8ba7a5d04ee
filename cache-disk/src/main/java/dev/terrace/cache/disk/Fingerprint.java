package dev.terrace.cache.disk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A 64-bit hash of keys for tables in memory; nothing on disk depends on it. */
final class Fingerprint {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long SEED = 0x9E3779B97F4A7C15L;

    private Fingerprint() {}

    static long of(byte[] key) {
        long hash = key.length * SEED;
        int at = 0;
        for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
            hash = mix(hash ^ (long) LONG.get(key, at));
        }
        long tail = 0;
        for (; at < key.length; at++) {
            tail = (tail << 8) | (key[at] & 0xFF);
        }
        return mix(hash ^ tail);
    }

    /** The finalizer of SplitMix64 (Steele, Lea, Flood 2014): every input bit changes half of the output bits. */
    static long mix(long word) {
        long mixed = word + SEED;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
