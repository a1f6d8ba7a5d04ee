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

/** The tiers below memory that are on the class path: the disk tier or none, in a folder that is gone afterwards. */
final class LowerTiers implements AutoCloseable {

    private static final String DISK = "disk";

    private final Path folder;
    private final List<Tier> tiers;

    /** Looks for the disk tier on the class path. */
    static LowerTiers discover() throws IOException {
        return new LowerTiers(ServiceLoader.load(TierProvider.class));
    }

    LowerTiers(Iterable<TierProvider> providers) throws IOException {
        folder = Files.createTempDirectory("terrace-demo");
        tiers = StreamSupport.stream(providers.spliterator(), false)
                .filter(provider -> provider.name().equals(DISK))
                .map(provider -> provider.create(Map.of("directory", folder.toString())))
                .toList();
    }

    /** Returns the tiers, not started. */
    List<Tier> tiers() {
        return tiers;
    }

    Path folder() {
        return folder;
    }

    /** Removes the folder; the tiers have been closed by their cache. */
    @Override
    public void close() throws IOException {
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
