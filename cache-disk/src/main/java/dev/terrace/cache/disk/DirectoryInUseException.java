package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when another tier uses the directory. */
final class DirectoryInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String holder;

    /** Names the user for people, and, so that it can be told from the next one, the holder. */
    DirectoryInUseException(Path lockFile, String user, String holder) {
        super("the cache directory " + lockFile.toAbsolutePath().getParent() + " is in use by " + user
                + "; give every process a directory of its own, or wait for it with waitForDirectory(Duration)");
        this.holder = holder;
    }

    /** Returns a text that no other holder has; empty if unknown. */
    String holder() {
        return holder;
    }
}
