package dev.terrace.cache.demo;

import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The tiers below memory that are on the class path: the disk tier or none. */
final class LowerTiers {

    private static final String DISK = "disk";

    private final Path folder;
    private final Iterable<TierProvider> providers;

    /** Looks for the disk tier on the class path. */
    LowerTiers(Path folder) {
        this(folder, ServiceLoader.load(TierProvider.class));
    }

    LowerTiers(Path folder, Iterable<TierProvider> providers) {
        this.folder = folder;
        this.providers = providers;
    }

    /** Makes the tiers; they are not started. */
    List<Tier> open() {
        return StreamSupport.stream(providers.spliterator(), false)
                .filter(provider -> provider.name().equals(DISK))
                .map(provider -> provider.create(Map.of("directory", folder.toString())))
                .toList();
    }

    /** Removes the folder with all that is in it. */
    void clean() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(LowerTiers::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path + "; remove it by hand", e);
        }
    }
}
