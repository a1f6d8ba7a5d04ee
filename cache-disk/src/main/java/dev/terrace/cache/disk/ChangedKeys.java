package dev.terrace.cache.disk;

import dev.terrace.cache.tier.TierKey;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys that changed while no file could be changed: exact while they are few, then one bit of a fixed field for each,
 * so that a key that did not change may count as one that did. At most a megabyte beyond the exact ones. Not safe for
 * use by two threads.
 */
final class ChangedKeys {

    static final int MOST_EXACT = 50_000;
    private static final int BITS = 1 << 23;

    private final Set<TierKey> exact = new HashSet<>();
    private @Nullable BitSet many;

    void add(TierKey key) {
        exact.add(key);
        if (exact.size() >= MOST_EXACT) {
            BitSet bits = many == null ? new BitSet(BITS) : many;
            many = bits;
            exact.forEach(each -> bits.set(bit(each.utf8())));
            exact.clear();
        }
    }

    boolean isEmpty() {
        return exact.isEmpty() && many == null;
    }

    /** Removes what changed from a file; walks all of it only if there were many. */
    void removeFrom(EntryStore store) {
        exact.forEach(key -> store.remove(key, presentTag -> true));
        BitSet bits = many;
        if (bits == null) {
            return;
        }
        DiskFile disk = store.disk();
        for (int segment = 0; segment < disk.segments(); segment++) {
            disk.scan(
                    segment,
                    view -> bits.get(bit(view.copyKey()))
                            ? SegmentVisitor.Verdict.REMOVE
                            : SegmentVisitor.Verdict.KEEP);
        }
    }

    private static int bit(byte[] key) {
        return (int) (Fingerprint.of(key) >>> 32) & (BITS - 1);
    }
}
