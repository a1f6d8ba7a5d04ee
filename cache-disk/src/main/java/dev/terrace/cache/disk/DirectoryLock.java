package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * The right to use a directory, held by one tier of one process. The operating system takes it back when the process
 * ends, however it ends; the lock file stays and tells whose it was.
 *
 * <p>Inside one JVM the holder is noted among the system properties, which all class loaders share: to find out by the
 * file itself would mean to open and close it once more, and on POSIX systems that alone gives the lock away.
 */
final class DirectoryLock implements AutoCloseable {

    private static final String NOTE = "terrace.directory.";
    private static final int LONGEST_TEXT = 200;

    private final String note;
    private final FileChannel channel;
    private final String holder;
    private final String previousHolder;

    private DirectoryLock(String note, FileChannel channel, String holder, String previousHolder) {
        this.note = note;
        this.channel = channel;
        this.holder = holder;
        this.previousHolder = previousHolder;
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
        String holder = ProcessHandle.current().pid() + " " + UUID.randomUUID();
        Object other = System.getProperties().putIfAbsent(note, holder);
        if (other != null) {
            throw new DirectoryInUseException(lockFile, "this process", other.toString());
        }
        try {
            return OwnThread.call("terrace-disk-lock", () -> lock(lockFile, note, holder));
        } catch (IOException | RuntimeException failure) {
            System.getProperties().remove(note);
            throw failure;
        }
    }

    private static DirectoryLock lock(Path lockFile, String note, String holder) throws IOException {
        FileChannel channel = FileChannel.open(
                lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
        try {
            boolean locked = channel.tryLock() != null;
            String before = holder(channel);
            if (!locked) {
                throw new DirectoryInUseException(lockFile, "process " + before.replaceAll(" .*", ""), before);
            }
            channel.truncate(0).write(ByteBuffer.wrap((holder + "\n").getBytes(StandardCharsets.US_ASCII)), 0);
            return new DirectoryLock(note, channel, holder, before);
        } catch (OverlappingFileLockException held) {
            throw new DirectoryInUseException(lockFile, "this process", ""); // closing would give the lock away
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    /** Returns who holds the lock or did last: the process's number and a text of its own; empty if that is unknown. */
    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(LONGEST_TEXT);
        while (text.hasRemaining() && channel.read(text, text.position()) > 0) {
            // until the end of the file
        }
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).strip();
    }

    /** Returns how {@link DirectoryInUseException#holder()} names this one. */
    String holder() {
        return holder;
    }

    /** Returns who had the lock last, as {@link DirectoryInUseException#holder()} names them; empty if unknown. */
    String previousHolder() {
        return previousHolder;
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
