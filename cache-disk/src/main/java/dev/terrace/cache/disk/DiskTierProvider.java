package dev.terrace.cache.disk;

import dev.terrace.cache.config.SettingText;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Makes the disk tier from text settings, which {@code docs/disk.md} describes. Stateless. */
public final class DiskTierProvider implements TierProvider {

    private static final String DIRECTORY = "directory";
    private static final String MAX_BYTES = "max-bytes";
    private static final String WAIT = "wait-for-directory";
    private static final String SECOND_SIGHT = "second-sight";
    private static final String MINIMUM_TTL = "minimum-ttl";
    private static final String DURATION = "a duration such as 90s, 15m, 1h, PT1H30M or plain seconds, from 0s to ";
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
                WAIT, DURATION + "1d",
                SECOND_SIGHT, DURATION + "365d",
                MINIMUM_TTL, DURATION + "365d");
    }

    @Override
    public Tier create(Map<String, String> settings) {
        DiskTier tier = DiskTier.at(directory(settings.getOrDefault(DIRECTORY, DEFAULT_DIRECTORY)));
        String size = settings.get(MAX_BYTES);
        if (size != null) {
            tier = tier.maximumBytes(maximumBytes(size));
        }
        return tier.waitForDirectory(duration(WAIT, settings, DiskSettings.LONGEST_WAIT))
                .secondSight(duration(SECOND_SIGHT, settings, DiskSettings.LONGEST_WINDOW))
                .minimumTtl(duration(MINIMUM_TTL, settings, DiskSettings.LONGEST_WINDOW));
    }

    private static Path directory(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    DIRECTORY + " must be a path but was \"" + text + "\": " + e.getReason());
        }
    }

    private static Duration duration(String name, Map<String, String> settings, Duration longest) {
        String text = settings.getOrDefault(name, "0s");
        Duration given = SettingText.duration(name, text);
        if (given.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    name + " must be " + DURATION + longest.toDays() + "d but was \"" + text + "\"");
        }
        return given;
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
