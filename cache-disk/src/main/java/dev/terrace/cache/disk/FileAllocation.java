package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Creates a map file whose space is really there. A page of a mapped file for which the disk has no room when it is
 * first written is a memory fault, so the space is asked for first: checked against what is free, and then allocated by
 * the operating system, or, where the library cannot ask it to, by writing every block once.
 */
final class FileAllocation {

    private static final int BLOCK = 1 << 20;

    /** The library itself wants a tenth more than it takes. */
    private static final double LIBRARY_MARGIN = 1.1;

    private FileAllocation() {}

    /** Creates the file; what is left of it when this fails is the caller's to delete. */
    static DiskFile create(Path file, Surroundings around) throws IOException {
        requireFreeSpace(file, around.plan());
        DiskFile created = MapFiles.create(file, around);
        if (MapFiles.allocatesNatively()) {
            return created;
        }
        try {
            writeThrough(file);
            return created;
        } catch (IOException full) {
            created.close();
            throw full;
        }
    }

    /** Writes every block of the file back as it is, which gives it its place on the disk or fails. */
    static void writeThrough(Path file) throws IOException {
        OwnThread.call("terrace-disk-allocate", () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
                for (long at = 0; at < channel.size(); at += BLOCK) {
                    block.clear();
                    channel.read(block, at);
                    block.flip();
                    channel.write(block, at);
                }
                channel.force(true);
            }
            return Boolean.TRUE;
        });
    }

    private static void requireFreeSpace(Path file, SizingPlan plan) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        long free = Files.getFileStore(directory == null ? file : directory).getUsableSpace();
        long needed = Math.max(plan.budgetBytes(), (long) (plan.mapBytes() * LIBRARY_MARGIN));
        if (free < needed) {
            throw new IOException("the disk tier needs " + needed + " bytes in " + directory + " but " + free
                    + " are free; free some, lower maximumBytes, or choose another directory");
        }
    }
}
