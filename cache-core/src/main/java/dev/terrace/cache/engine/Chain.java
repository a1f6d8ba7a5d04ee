package dev.terrace.cache.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tiers below memory, in order.
 *
 * @param local those of this process
 * @param shared the one that other processes use too; null if there is none
 */
record Chain(List<TierGuard> local, @Nullable SharedLink shared) {

    /** Returns true if memory is all there is. */
    boolean isEmpty() {
        return local.isEmpty() && shared == null;
    }
}
