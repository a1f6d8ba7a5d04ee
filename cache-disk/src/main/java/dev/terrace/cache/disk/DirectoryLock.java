package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a directory, held by one tier of one process. The operating system takes it back when the process
 * ends, however it ends; the lock file stays and tells whose it was.
 *
 * <p>Inside one JVM the holder is noted among the system properties, which all class loaders share: to find out by the
 * file itself would mean to open and close it once more, and on POSIX systems that alone gives the lock away.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String NOTE = "terrace.directory.";

    private final String note;
    private final FileChannel channel;

    private DirectoryLock(String note, FileChannel channel) {
        this.note = note;
        this.channel = channel;
    }

    /**
     * Takes the lock or fails at once.
     *
     * @throws DirectoryInUseException when this or another process has it; the message says which
     * @throws IOException when the lock file cannot be made
     */
    static DirectoryLock acquire(Path lockFile) throws IOException {
        Path directory = lockFile.toAbsolutePath().getParent();
        String note = NOTE + (directory == null ? lockFile : directory.toRealPath());
        if (System.getProperties().putIfAbsent(note, "held") != null) {
            throw new DirectoryInUseException(lockFile, "this process");
        }
        try {
            return OwnThread.call("terrace-disk-lock", () -> lock(lockFile, note));
        } catch (IOException | RuntimeException failure) {
            System.getProperties().remove(note);
            throw failure;
        }
    }

    private static DirectoryLock lock(Path lockFile, String note) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            if (channel.tryLock() == null) {
                throw new DirectoryInUseException(
                        lockFile, "process " + Files.readString(lockFile).strip());
            }
            String holder = ProcessHandle.current().pid() + "\n";
            channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(note, channel);
        } catch (OverlappingFileLockException held) {
            throw new DirectoryInUseException(lockFile, "this process"); // closing would give the lock away
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Gives the lock back; doing it again changes nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            System.getProperties().remove(note);
        }
    }
}
