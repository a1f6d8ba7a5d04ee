package dev.terrace.cache.disk;

import dev.terrace.cache.tier.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Named blobs, one file each: a CRC32C over name and blob, four bytes little-endian, then the blob. Each is replaced as
 * a whole under a temporary name, forced and moved. Together with the one that is being written they never take more
 * than their share of the budget. Any thread; blocks on disk.
 */
final class StateFiles implements StateStore {

    static final int LARGEST_BLOB = 1 << 20;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,100}");
    private static final int BLOCK = 4096;

    private final Path directory;
    private final long budgetBytes;

    StateFiles(Path directory, long budgetBytes) {
        this.directory = directory;
        this.budgetBytes = budgetBytes;
    }

    @Override
    public synchronized byte @Nullable [] load(String name) {
        Path file = file(name);
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BLOB + Integer.BYTES) {
                return null;
            }
            byte[] bytes = OwnThread.call("terrace-disk-read", () -> Files.readAllBytes(file));
            if (bytes.length < Integer.BYTES) {
                return null;
            }
            byte[] blob = Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length);
            int check = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
            return check == check(file, blob) ? blob : null;
        } catch (IOException unreadable) {
            return null;
        }
    }

    @Override
    public synchronized void save(String name, byte[] blob) {
        check(name, blob);
        Path file = file(name);
        try {
            Files.createDirectories(directory);
            requireRoom(file, blob.length);
            ByteBuffer check = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            FolderFiles.replace(file, check.putInt(0, check(file, blob)), ByteBuffer.wrap(blob));
        } catch (IOException failure) {
            throw new UncheckedIOException("blob " + name + " could not be saved in " + directory, failure);
        }
    }

    /** The old file stays until the new one is whole, so both count. */
    private void requireRoom(Path file, int length) throws IOException {
        long taken = onDisk(length + Integer.BYTES);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path other : files) {
                taken += onDisk(Files.size(other));
            }
        }
        if (taken > budgetBytes) {
            throw new IOException("with " + file.getFileName() + " the saved state would take " + taken + " of "
                    + budgetBytes + " bytes; raise maximumBytes of the disk tier");
        }
    }

    /** Refuses names and blobs that cannot be saved. */
    static void check(String name, byte[] blob) {
        checkName(name);
        if (blob.length > LARGEST_BLOB) {
            throw new IllegalArgumentException("blob " + name + " must have at most " + LARGEST_BLOB + " bytes but has "
                    + blob.length + "; split it");
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a blob must be 1 to 100 lower-case letters, digits and dashes"
                    + " but was \"" + name + "\"");
        }
    }

    private Path file(String name) {
        checkName(name);
        return directory.resolve(name);
    }

    private static int check(Path file, byte[] blob) {
        CRC32C crc = new CRC32C();
        crc.update(file.getFileName().toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        crc.update(blob);
        return (int) crc.getValue();
    }

    private static long onDisk(long length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }
}
