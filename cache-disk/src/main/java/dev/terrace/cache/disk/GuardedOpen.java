package dev.terrace.cache.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * Opens the map file in a directory whose {@link DirectoryLock} is held, or begins a new one; never fails because of old
 * content.
 *
 * <table>
 * <caption>What is decided, first match first</caption>
 * <tr><td>no file</td><td>create</td></tr>
 * <tr><td>no readable marker</td><td>give up, create</td></tr>
 * <tr><td>another layout, format or library</td><td>give up, create</td></tr>
 * <tr><td>another length than planned, or not the head of a finished file</td><td>give up, create</td></tr>
 * <tr><td>closed cleanly, during whatever boot</td><td>open</td></tr>
 * <tr><td>left open or in the middle of a recovery, another boot</td><td>give up, create</td></tr>
 * <tr><td>left in the middle of a recovery, same boot</td><td>give up, create</td></tr>
 * <tr><td>left open, same boot</td><td>recover</td></tr>
 * </table>
 *
 * <p>After a kill the pages are all still in the kernel, so the file holds only what a killed process can leave, and
 * that can be recovered. After a power cut any page may be missing, and recovering garbage can crash the JVM; such a
 * file is given up: its first 64 KiB and the reason are kept, the rest deleted. If opening or recovering fails after
 * all, the same happens. Not safe for use by two threads.
 */
final class GuardedOpen {

    private static final int KEPT_BYTES = 64 << 10;
    private static final int FORMAT_VERSION = 2;
    private static final String LIBRARY = "chronicle-map-2026.1";

    private final DiskFolder folder;
    private final Surroundings around;
    private final String bootId;
    private final Consumer<String> log;

    /**
     * Prepares to open.
     *
     * @param bootId the machine's boot, from {@link CleanMarker#currentBoot()}
     * @param log takes one line when an old file is given up
     */
    GuardedOpen(DiskFolder folder, Surroundings around, String bootId, Consumer<String> log) {
        this.folder = folder;
        this.around = around;
        this.bootId = bootId;
        this.log = log;
    }

    /** Decides by the marker, the length and the first bytes of the file; takes milliseconds and changes nothing. */
    OpenDecision decide() throws IOException {
        Path file = folder.map();
        if (!Files.exists(file)) {
            return new OpenDecision.Fresh("there is no file yet", 0);
        }
        long length = Files.size(file);
        CleanMarker marker = CleanMarker.read(folder.marker());
        if (marker == null) {
            return new OpenDecision.Fresh("nothing says how it was left", length);
        }
        if (!marker.fingerprint().equals(fingerprint())) {
            return new OpenDecision.Fresh(
                    "it was made with other settings (" + marker.fingerprint() + ", now " + fingerprint() + ")",
                    length);
        }
        if (length != around.plan().mapBytes()) {
            return new OpenDecision.Fresh(
                    "it has " + length + " bytes where " + around.plan().mapBytes() + " are right", length);
        }
        if (!hasFinishedHead(file)) {
            return new OpenDecision.Fresh("it does not begin like a finished map file", length);
        }
        return byState(marker, length);
    }

    /**
     * Carries a decision out. A recovery takes about a second per million entries.
     *
     * @param problems told of every defect that a recovery finds
     * @throws IOException when no new file can be made; then none is left behind
     */
    DiskFile carryOut(OpenDecision decision, Consumer<String> problems) throws IOException {
        if (decision instanceof OpenDecision.Fresh fresh) {
            return begin(fresh.reason(), fresh.lostBytes());
        }
        try {
            return openOld(decision instanceof OpenDecision.Recover, problems);
        } catch (IOException | RuntimeException | InternalError failure) {
            return begin("it could not be opened: " + failure, Files.size(folder.map()));
        }
    }

    /** Closes the file so that the next open needs no recovery: unmap, write to the device, then the marker. */
    void close(DiskFile disk) throws IOException {
        long entries = disk.counters().entries.sum();
        disk.close();
        MapFiles.force(folder.map());
        mark(CleanMarker.State.CLEAN, entries);
    }

    private OpenDecision byState(CleanMarker marker, long length) {
        if (marker.state() == CleanMarker.State.CLEAN) {
            return new OpenDecision.Plain();
        }
        if (!marker.bootId().equals(bootId)) {
            return new OpenDecision.Fresh("it was in use when the machine went down", length);
        }
        return marker.state() == CleanMarker.State.RECOVERING
                ? new OpenDecision.Fresh("an earlier recovery of it did not end", length)
                : new OpenDecision.Recover();
    }

    private DiskFile openOld(boolean recover, Consumer<String> problems) throws IOException {
        mark(recover ? CleanMarker.State.RECOVERING : CleanMarker.State.OPEN, 0);
        if (!recover) {
            return MapFiles.open(folder.map(), around);
        }
        DiskFile recovered = MapFiles.recover(folder.map(), around, problems);
        mark(CleanMarker.State.OPEN, 0);
        return recovered;
    }

    private DiskFile begin(String reason, long lostBytes) throws IOException {
        if (lostBytes > 0) {
            giveUp(reason);
            log.accept("the disk tier starts empty: " + folder.map() + " was given up because " + reason + " ("
                    + lostBytes + " bytes of cached entries lost)");
        }
        Files.deleteIfExists(folder.map());
        Files.deleteIfExists(folder.marker());
        try {
            DiskFile created = FileAllocation.create(folder.map(), around);
            mark(CleanMarker.State.OPEN, 0);
            return created;
        } catch (IOException | RuntimeException | Error failure) {
            Files.deleteIfExists(folder.map());
            Files.deleteIfExists(folder.marker());
            throw failure;
        }
    }

    /** Keeps the head of the file and the reason, as far as the disk lets it; neither is worth failing for. */
    private void giveUp(String reason) {
        try (RandomAccessFile file = new RandomAccessFile(folder.map().toFile(), "r")) {
            byte[] head = new byte[(int) Math.min(KEPT_BYTES, file.length())];
            file.readFully(head);
            Files.write(folder.damaged(), head);
            Files.writeString(folder.damagedReason(), reason + "\n");
        } catch (IOException | RuntimeException unkept) {
            log.accept("the head of " + folder.map() + " could not be kept: " + unkept);
        }
    }

    /** The library waits a minute for a head that says "being made", so it must not see one. */
    private static boolean hasFinishedHead(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file.seek(Long.BYTES);
            int size = Integer.reverseBytes(file.readInt());
            byte[] head = new byte[64];
            file.readFully(head);
            return size > 0
                    && size < SizingPlan.FILE_HEADER_BYTES
                    && new String(head, StandardCharsets.US_ASCII).contains("VanillaChronicleMap");
        }
    }

    private void mark(CleanMarker.State state, long entries) throws IOException {
        new CleanMarker(state, bootId, fingerprint(), entries).write(folder.marker());
    }

    private String fingerprint() {
        return "format=" + FORMAT_VERSION + " library=" + LIBRARY + " "
                + around.plan().fingerprint();
    }
}
