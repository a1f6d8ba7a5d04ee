package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Small files that are there in full or not at all, whatever happens while they are written. */
final class FolderFiles {

    private FolderFiles() {}

    /** Writes to a temporary name, forces it to the device, moves it into place and forces the directory. */
    static void replace(Path file, ByteBuffer... parts) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        OwnThread.call("terrace-disk-write", () -> {
            try {
                write(temporary, parts);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException | RuntimeException failure) {
                Files.deleteIfExists(temporary);
                throw failure;
            }
            forceDirectory(file);
            return Boolean.TRUE;
        });
    }

    /** Returns the length of a file; 0 if there is none. */
    static long length(Path file) {
        return file.toFile().length();
    }

    private static void write(Path file, ByteBuffer... parts) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (ByteBuffer part : parts) {
                while (part.hasRemaining()) {
                    channel.write(part);
                }
            }
            channel.force(true);
        }
    }

    /** Makes the names in a file's directory lasting; file systems that cannot are left alone. */
    private static void forceDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Not every system opens directories; a name lost by a power cut then costs the cached entries.
        }
    }
}
