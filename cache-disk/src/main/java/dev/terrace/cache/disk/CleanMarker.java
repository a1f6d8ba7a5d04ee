package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What the last user of a directory said about it: in which state it left the map file, during which boot of the
 * machine, and what kind of file it is. Four lines of text and a checksum, replaced as a whole.
 *
 * @param state how the file was left
 * @param bootId the machine's boot during which this was written
 * @param fingerprint layout, format and library of the file
 * @param entries entries in the file when it was closed, 0 while it is open
 */
record CleanMarker(State state, String bootId, String fingerprint, long entries) {

    /** How a map file was left. */
    enum State {
        /** Closed, and on the device. */
        CLEAN,
        /** In use, or its process was killed. */
        OPEN,
        /** Being recovered, or killed while at it. */
        RECOVERING
    }

    private static final int LARGEST = 16 << 10;
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    /** Returns the marker, or null when there is none or it is not what {@link #write} wrote. */
    static @Nullable CleanMarker read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LARGEST) {
                return null;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            if (lines.size() != 5 || !lines.get(4).equals(checksum(String.join("\n", lines.subList(0, 4))))) {
                return null;
            }
            return new CleanMarker(
                    State.valueOf(lines.get(0)), lines.get(1), lines.get(2), Long.parseLong(lines.get(3)));
        } catch (IOException | IllegalArgumentException unreadable) {
            return null;
        }
    }

    void write(Path file) throws IOException {
        String text = String.join("\n", state.name(), bootId, fingerprint, Long.toString(entries));
        FolderFiles.replace(
                file, ByteBuffer.wrap((text + "\n" + checksum(text) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Returns the id of the machine's current boot. Where the system has none it is different every time, so a file that
     * was not closed is given up.
     */
    static String currentBoot() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException none) {
            return "none-" + UUID.randomUUID();
        }
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }
}
