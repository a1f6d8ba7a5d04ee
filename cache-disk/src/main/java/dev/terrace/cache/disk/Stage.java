package dev.terrace.cache.disk;

import dev.terrace.cache.tier.TierKey;

/** How far a tier is with its map file; what a call does depends on it. */
sealed interface Stage {

    /**
     * A file is open and serves.
     *
     * @param sinceNanos when it was opened
     */
    record Open(EntryStore store, long sinceNanos) implements Stage {}

    /** No file; the next one begins empty, so nothing that happens now need be remembered. */
    record Away() implements Stage {}

    /**
     * Another process has the folder.
     *
     * @param next goes on noting what changes, once the folder is taken over
     */
    record Waiting(Opening next) implements Stage {}

    /** The tier was closed. */
    record Closed() implements Stage {}

    /**
     * An old file is being opened, or will be, which may take long. It may hold anything, so each key that is written or removed
     * meanwhile is noted, to be removed from it before it serves. Any thread.
     */
    final class Opening implements Stage {

        private ChangedKeys changed = new ChangedKeys();
        private boolean over;

        /** Notes a key; false when the file serves by now and the caller must look again. */
        synchronized boolean note(TierKey key) {
            if (!over) {
                changed.add(key);
            }
            return !over;
        }

        /** Returns the keys noted so far and forgets them. */
        synchronized ChangedKeys take() {
            ChangedKeys taken = changed;
            changed = new ChangedKeys();
            return taken;
        }

        /** Runs the change to the next stage if no key is left, so that none can be noted in between. */
        synchronized boolean end(Runnable change) {
            if (changed.isEmpty()) {
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
