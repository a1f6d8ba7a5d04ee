package dev.terrace.cache.disk;

import org.jspecify.annotations.Nullable;

/** Decides about a change of one key under its segment's update lock; must neither block nor touch the file. */
@FunctionalInterface
interface ChangeGate {

    /**
     * Returns whether the change may be made.
     *
     * @param present what the key has now, valid only during the call; null when it has nothing
     */
    boolean permits(@Nullable EntryView present);
}
