package dev.terrace.cache.memory;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * A memory of keys that were evicted not long ago: 4 bytes a key, 1 KiB in all.
 *
 * <p>A table of fingerprints, one slot for each hash: a newer key takes the slot of an older one, so a key is remembered
 * for about {@value #SLOTS} evictions. An unknown key is taken for a remembered one once in sixteen million look-ups. Thread-safe and lock-free;
 * threads that race for a slot may lose a key, which costs one uncounted hit.
 */
final class GhostKeys {
    static final int SLOTS = 256;

    private final AtomicIntegerArray prints = new AtomicIntegerArray(SLOTS);

    void add(int keyHash) {
        int print = print(keyHash);
        prints.setOpaque(print & (SLOTS - 1), print);
    }

    /** Forgets the key and returns whether it was remembered. */
    boolean remove(int keyHash) {
        int print = print(keyHash);
        int slot = print & (SLOTS - 1);
        if (prints.getOpaque(slot) != print) {
            return false;
        }
        prints.setOpaque(slot, 0);
        return true;
    }

    /** Mixes as MurmurHash3 finishes, since hashes of short keys differ in few bits; 0 stands for an empty slot. */
    private static int print(int keyHash) {
        int mixed = (keyHash ^ (keyHash >>> 16)) * 0x85EBCA6B;
        mixed = (mixed ^ (mixed >>> 13)) * 0xC2B2AE35;
        mixed ^= mixed >>> 16;
        return mixed == 0 ? 1 : mixed;
    }
}
