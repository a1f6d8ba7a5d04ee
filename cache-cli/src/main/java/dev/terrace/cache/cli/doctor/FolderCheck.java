package dev.terrace.cache.cli.doctor;

import dev.terrace.cache.cli.console.Numbers;
import dev.terrace.cache.config.SettingText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at the folder of the disk tier and at the space that is left for it. Starts nothing in it: a server may have it. */
final class FolderCheck {

    private static final String FOLDER = "folder";
    private static final String SPACE = "free space";

    private final Path folder;
    private final long wantedBytes;

    private FolderCheck(Path folder, long wantedBytes) {
        this.folder = folder;
        this.wantedBytes = wantedBytes;
    }

    /** Returns the check of the folder that the settings name. */
    static FolderCheck of(Map<String, String> effective) {
        String size = effective.getOrDefault("disk.max-bytes", "1GiB");
        return new FolderCheck(
                Path.of(effective.getOrDefault("disk.directory", "cache")).toAbsolutePath(),
                SettingText.bytes("disk.max-bytes", size));
    }

    /** Returns the folder, or the nearest one above it that is there. */
    Path nearest() {
        Path nearest = folder;
        while (!Files.exists(nearest) && nearest.getParent() != null) {
            nearest = nearest.getParent();
        }
        return nearest;
    }

    List<Finding> run() {
        Path nearest = nearest();
        List<Finding> findings = new ArrayList<>();
        if (!Files.isDirectory(nearest) || !Files.isWritable(nearest)) {
            findings.add(Finding.fail(
                    FOLDER,
                    nearest + " is no folder that can be written",
                    "let disk.directory name another one, or give this user the right to write there"));
            return findings;
        }
        findings.add(Finding.ok(FOLDER, folder + (nearest.equals(folder) ? "" : " (will be made)")));
        try {
            findings.add(space(nearest));
        } catch (IOException e) {
            findings.add(Finding.warn(SPACE, "unknown: " + e.getMessage(), "look with df"));
        }
        return findings;
    }

    private Finding space(Path nearest) throws IOException {
        long free = Files.getFileStore(nearest).getUsableSpace();
        Path map = folder.resolve("entries.map");
        long taken = Files.exists(map) ? Files.size(map) : 0;
        long missing = Math.max(0, wantedBytes - taken);
        String detail = Numbers.bytes(free) + " free, " + Numbers.bytes(missing) + " still to be taken";
        return free >= missing
                ? Finding.ok(SPACE, detail)
                : Finding.fail(SPACE, detail, "make room, or lower disk.max-bytes");
    }
}
