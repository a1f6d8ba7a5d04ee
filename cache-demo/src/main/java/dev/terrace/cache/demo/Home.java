package dev.terrace.cache.demo;

import dev.terrace.cache.demo.shop.ShopFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder where a demo keeps everything, locked against a second demo. Of whatever else may lie in it nothing is touched.
 */
final class Home implements AutoCloseable {

    private static final String LOCK = "demo.lock";
    private static final String LOG = "demo.log";

    private final Path folder;
    private final FileChannel lock;

    /**
     * Makes the folder if it is missing, and locks it.
     *
     * @throws IllegalArgumentException if that cannot be, or another demo has it
     */
    Home(Path folder) {
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!isLocked(lock)) {
                lock.close();
                throw new IllegalArgumentException(
                        "another demo runs in " + folder + "; end it, or choose another folder with --folder=PATH");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot use the folder " + folder + " (" + e + "); choose another with --folder=PATH", e);
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    static Path log(Path folder) {
        return folder.resolve(LOG);
    }

    ShopFiles database() {
        return new ShopFiles(folder.resolve("database"));
    }

    Path cache() {
        return folder.resolve("cache");
    }

    Path metrics() {
        return folder.resolve("metrics");
    }

    Path patterns() {
        return folder.resolve("patterns");
    }

    /** Returns what the database in this folder is called; null if there is none. */
    @Nullable
    String identity() {
        return database().identity();
    }

    /** Forgets what was cached and measured. */
    void forget() {
        ShopFiles.remove(cache());
        ShopFiles.remove(metrics());
        ShopFiles.remove(patterns());
    }

    /** Removes all that a demo keeps, and the folder if nothing else is in it; closes it. */
    void clean() {
        forget();
        database().remove();
        close();
        try {
            for (String file : List.of(LOCK, LOG)) {
                Files.deleteIfExists(folder.resolve(file));
            }
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else's files.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + "; remove it by hand", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unlock " + folder + "; it is unlocked when the process ends", e);
        }
    }
}
