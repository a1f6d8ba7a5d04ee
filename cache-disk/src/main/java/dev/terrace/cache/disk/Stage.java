package dev.terrace.cache.disk;

import dev.terrace.cache.tier.TierKey;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How far a tier is with its map file; what a call does depends on it. */
sealed interface Stage {

    /** A file is open and serves. */
    record Open(EntryStore store) implements Stage {}

    /** No file; the next one begins empty, so nothing that happens now need be remembered. */
    record Away() implements Stage {}

    /** The tier was closed. */
    record Closed() implements Stage {}

    /**
     * An old file is being opened, which may take long. It may hold anything, so each key that is written or removed
     * meanwhile is noted, to be removed from it before it serves. Any thread.
     */
    final class Opening implements Stage {

        static final int MOST_KEYS = 100_000;

        private @Nullable Set<TierKey> changed = new HashSet<>();
        private boolean over;

        /** Notes a key; false when the file serves by now and the caller must look again. */
        synchronized boolean note(TierKey key) {
            if (over) {
                return false;
            }
            if (changed != null && changed.size() >= MOST_KEYS) {
                changed = null;
            } else if (changed != null) {
                changed.add(key);
            }
            return true;
        }

        /** Returns the keys noted so far and forgets them; null if there were too many to remember. */
        synchronized @Nullable Set<TierKey> take() {
            Set<TierKey> taken = changed;
            changed = taken == null ? null : new HashSet<>();
            return taken;
        }

        /** Runs the change to the next stage if no key is left, so that none can be noted in between. */
        synchronized boolean end(Runnable change) {
            if (changed != null && changed.isEmpty()) {
                over = true;
                change.run();
            }
            return over;
        }

        /** Ends noting whatever was noted: the file is not going to serve. */
        synchronized void giveUp(Runnable change) {
            over = true;
            change.run();
        }
    }
}
