package dev.terrace.cache.disk;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.terrace.cache.tier.StateStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The saved state of a folder that may still be another process's: what that one saved is read, what this one saves is
 * kept on the heap until the folder is its own. Any thread; blocks on disk.
 */
final class BorrowedState implements StateStore {

    private final StateFiles files;

    @GuardedBy("this")
    private final Map<String, byte[]> kept = new HashMap<>();

    @GuardedBy("this")
    private boolean owned;

    BorrowedState(StateFiles files) {
        this.files = files;
    }

    @Override
    public synchronized byte @Nullable [] load(String name) {
        byte[] blob = kept.get(name);
        return blob == null ? files.load(name) : blob.clone();
    }

    @Override
    public synchronized void save(String name, byte[] blob) {
        if (owned) {
            files.save(name, blob);
        } else {
            StateFiles.check(name, blob);
            kept.put(name, blob.clone());
        }
    }

    @Override
    public synchronized boolean isForeign() {
        return !owned;
    }

    /**
     * Saves what was kept; from now on everything is saved at once.
     *
     * @throws java.io.UncheckedIOException if something cannot be saved; then all of it is still kept
     */
    synchronized void own() {
        kept.forEach(files::save);
        kept.clear();
        owned = true;
    }
}
