package dev.terrace.cache.disk;

import java.nio.file.Path;

/**
 * The names of everything in the tier's directory.
 *
 * @param directory where it all lies
 */
record DiskFolder(Path directory) {

    Path lock() {
        return directory.resolve("lock");
    }

    Path map() {
        return directory.resolve("entries.map");
    }

    Path marker() {
        return directory.resolve("state");
    }

    /** The first bytes of the last file that had to be given up. */
    Path damaged() {
        return directory.resolve("entries.map.damaged");
    }

    /** Why it was given up. */
    Path damagedReason() {
        return directory.resolve("entries.map.damaged.txt");
    }

    Path side() {
        return directory.resolve("large");
    }

    /** Named blobs of other parts. */
    Path blobs() {
        return directory.resolve("blobs");
    }

    Path journal() {
        return directory.resolve("journal");
    }
}
