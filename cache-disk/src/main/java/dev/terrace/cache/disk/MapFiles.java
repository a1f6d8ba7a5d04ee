package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.OS;
import net.openhft.chronicle.core.onoes.NullExceptionHandler;
import net.openhft.chronicle.hash.impl.VanillaChronicleHash;
import net.openhft.chronicle.hash.locks.InterProcessDeadLockException;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ChronicleMapBuilder;
import net.openhft.posix.PosixAPI;
import net.openhft.posix.internal.noop.NoOpPosixAPI;

/**
 * Creates, opens and recovers map files; one of the companions of {@link DiskFile} that know the library. Every method
 * runs the library on a thread of its own, because an interrupted thread cannot open a file.
 */
final class MapFiles {

    private MapFiles() {}

    /**
     * Creates the file, which must not exist or be empty, at its full length. When this fails the caller deletes what
     * is left of the file.
     */
    static DiskFile create(Path file, Surroundings around) throws IOException {
        return OwnThread.call("terrace-disk-create", () -> {
            DiskFile created = disk(builder(around.plan()).createPersistedTo(file.toFile()), around, true);
            return requireLength(created, file, around.plan());
        });
    }

    /** Opens a file that was closed cleanly; of any other kind the first call that meets a held lock spins. */
    static DiskFile open(Path file, Surroundings around) throws IOException {
        return OwnThread.call("terrace-disk-open", () -> {
            DiskFile opened = disk(builder(around.plan()).createPersistedTo(file.toFile()), around, false);
            return requireLength(opened, file, around.plan());
        });
    }

    /**
     * Opens a file whose process was killed: frees its locks and drops entries that were being written. About a second
     * per million entries. Damage of any other kind may crash the JVM, so only such files may come here.
     *
     * @param problems called with every defect found, from the recovering thread
     */
    static DiskFile recover(Path file, Surroundings around, Consumer<String> problems) throws IOException {
        return OwnThread.call("terrace-disk-recover", () -> {
            // It warns at every recovery that one ought not to recover.
            Jvm.setThreadLocalExceptionHandlers(null, NullExceptionHandler.NOTHING, NullExceptionHandler.NOTHING);
            ChronicleMap<byte[], ValueRead> map = builder(around.plan())
                    .recoverPersistedTo(file.toFile(), true, corruption -> problems.accept(corruption.message()));
            return requireLength(disk(map, around, false), file, around.plan());
        });
    }

    private static DiskFile disk(ChronicleMap<byte[], ValueRead> map, Surroundings around, boolean empty) {
        return new DiskFile(map, firstSegment(map), around, empty);
    }

    /** Returns where the first segment begins in memory; the others follow at equal distances. */
    static long firstSegment(ChronicleMap<byte[], ValueRead> map) {
        return ((VanillaChronicleHash<?, ?, ?, ?>) map).segmentBaseAddr(0);
    }

    /** Returns whether the library can make the file system really allocate space; else it makes a sparse file. */
    static boolean allocatesNatively() {
        return OS.isLinux() && !(PosixAPI.posix() instanceof NoOpPosixAPI);
    }

    /** Returns whether this says that somebody holds a segment's lock for ever. */
    static boolean isStuckLock(Throwable fault) {
        return fault instanceof InterProcessDeadLockException;
    }

    /** Writes what is only in the page cache to the device. */
    static void force(Path file) throws IOException {
        OwnThread.call("terrace-disk-force", () -> {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            return Boolean.TRUE;
        });
    }

    private static DiskFile requireLength(DiskFile disk, Path file, SizingPlan plan) throws IOException {
        long length = Files.size(file);
        if (length != plan.mapBytes()) {
            disk.close();
            throw new IOException(file + " has " + length + " bytes where the plan has " + plan.mapBytes());
        }
        return disk;
    }

    static ChronicleMapBuilder<byte[], ValueRead> builder(SizingPlan plan) {
        SegmentLayout layout = plan.layout();
        return ChronicleMapBuilder.of(byte[].class, ValueRead.class)
                .name("terrace")
                .valueMarshaller(ValueReader.INSTANCE)
                .actualSegments(plan.segments())
                .entriesPerSegment(layout.entriesSetting())
                .actualChunkSize(layout.chunkBytes())
                .actualChunksPerSegmentTier(layout.chunks())
                .allowSegmentTiering(false)
                .checksumEntries(false)
                .putReturnsNull(true)
                .removeReturnsNull(true)
                .sparseFile(false)
                .skipCloseOnExitHook(true);
    }
}
