package dev.terrace.cache.disk;

import dev.terrace.cache.config.SettingText;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Makes the disk tier from text settings: {@code directory}, {@code max-bytes} and {@code wait-for-directory}. Stateless.
 */
public final class DiskTierProvider implements TierProvider {

    private static final String DIRECTORY = "directory";
    private static final String MAX_BYTES = "max-bytes";
    private static final String WAIT = "wait-for-directory";
    private static final String DEFAULT_DIRECTORY = "cache";

    /** Made by the service loader. */
    public DiskTierProvider() {}

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                DIRECTORY, "a path",
                MAX_BYTES, "a size such as 200MB, 2GB, 512MiB or plain bytes, from 1MiB to 100GiB",
                WAIT, "a duration such as 90s, 15m, 1h, PT1H30M or plain seconds, from 0s to 1d");
    }

    @Override
    public Tier create(Map<String, String> settings) {
        DiskTier tier = DiskTier.at(directory(settings.getOrDefault(DIRECTORY, DEFAULT_DIRECTORY)));
        String size = settings.get(MAX_BYTES);
        if (size != null) {
            tier = tier.maximumBytes(maximumBytes(size));
        }
        String wait = settings.get(WAIT);
        return wait == null ? tier : tier.waitForDirectory(directoryWait(wait));
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    DIRECTORY + " must be a path but was \"" + text + "\": " + e.getReason());
        }
    }

    private static Duration directoryWait(String text) {
        Duration wait = SettingText.duration(WAIT, text);
        if (wait.compareTo(DiskSettings.LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(WAIT + " must be a duration from 0s to 1d but was \"" + text + "\"");
        }
        return wait;
    }

    private static long maximumBytes(String text) {
        long bytes = SettingText.bytes(MAX_BYTES, text);
        if (bytes < SizingPlan.SMALLEST_BUDGET || bytes > SizingPlan.LARGEST_BUDGET) {
            throw new IllegalArgumentException(
                    MAX_BYTES + " must be a size from 1MiB to 100GiB but was \"" + text + "\"");
        }
        return bytes;
    }
}
