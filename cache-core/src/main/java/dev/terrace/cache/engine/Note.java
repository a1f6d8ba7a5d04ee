package dev.terrace.cache.engine;

import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.TierKey;
import org.jspecify.annotations.Nullable;

/**
 * Where this node's history stood before a read of a lower tier or a load began. What comes of the
 * read is installed only if {@link InstallGate} finds that fence and epoch have not moved, and is
 * stamped with position and epoch of the note, never with those of the moment of the install.
 *
 * @param fence the key's fence and the region's count of barriers, added up: both only grow
 * @param position the local position
 * @param epoch the epoch
 * @param active the barriers that were active: what they hide stays hidden from this read, also if one of them is
 *     swept and retired between the answer of a tier and the look at it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Note(long fence, long position, long epoch, Barrier[] active) {

    /**
     * Returns once every active barrier has its position: who takes what it hides for absent, and writes, then has a
     * later one.
     */
    void awaitPlaced() {
        for (Barrier barrier : active) {
            barrier.position();
        }
    }

    boolean hides(TierKey key, Entry entry) {
        return hiding(key, entry) != null;
    }

    /** Returns a barrier that hides an entry from this read; null if none does. */
    @Nullable
    Barrier hiding(TierKey key, Entry entry) {
        for (Barrier barrier : active) {
            if (barrier.hides(key, entry)) {
                return barrier;
            }
        }
        return null;
    }

    boolean hides(TierKey key, MemoryEntry<?> entry) {
        for (Barrier barrier : active) {
            if (barrier.hides(key, entry)) {
                return true;
            }
        }
        return false;
    }
}
