package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when another tier uses the directory. */
final class DirectoryInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    DirectoryInUseException(Path lockFile, String holder) {
        super("the cache directory " + lockFile.toAbsolutePath().getParent() + " is in use by " + holder
                + "; give every process a directory of its own, or wait for it with waitForDirectory(Duration)");
    }
}
