package dev.terrace.cache.cli.local;

import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.tier.Tier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of a configured disk tier, while no server has it.
 *
 * @param tier laid out as the server's, not started: another layout would begin empty
 */
record Folder(Path path, DiskTier tier) {

    private static final String DISK = "disk";

    /**
     * Returns the folder that the configuration names.
     *
     * @throws Failure if it names none
     */
    static Folder of(Configuration configuration) {
        List<Tier> tiers = configuration.tiers();
        for (Tier tier : tiers) {
            if (tier instanceof DiskTier disk) {
                String path = configuration.effective().getOrDefault(DISK + ".directory", "cache");
                return new Folder(Path.of(path), disk);
            }
            tier.close();
        }
        throw Failure.usage(
                "the configuration has no disk tier", "pass the server's with --config, or set CACHE_DISK_DIRECTORY");
    }

    /** Returns true if a disk tier was here before. */
    boolean hasEntries() {
        return Files.exists(path.resolve("entries.map"));
    }
}
