package dev.terrace.cache.warming;

import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Warmer} measures and remembers.
 *
 * @param halfLife a read this long ago counts half; a minute to a year
 * @param maximumBytes about how much memory the patterns of all regions may take, however many keys are read; at least 256 KiB
 * @param zone says which hour of which day it is, for the history and for cron expressions
 * @param successors true to learn what is usually read after what
 * @param saveEvery how often the patterns are saved; they are saved at the end, too
 * @param folder where the patterns are kept; null to keep them with the tier that keeps state, or nowhere if none does
 * @param keptReports how many reports of runs are remembered, 1 to 10,000
 * @param backOff false to go on with warming that has turned out to be worthless
 */
public record WarmingSettings(
        Duration halfLife,
        long maximumBytes,
        ZoneId zone,
        boolean successors,
        Duration saveEvery,
        @Nullable Path folder,
        int keptReports,
        boolean backOff) {

    private static final long LEAST_BYTES = 256 << 10;
    private static final int MOST_REPORTS = 10_000;
    private static final Duration SHORTEST_HALF_LIFE = Duration.ofMinutes(1);
    private static final Duration LONGEST_HALF_LIFE = Duration.ofDays(366);

    /** Half-life two hours, 16 MiB, local time, saved every five minutes beside the disk tier. */
    public static final WarmingSettings DEFAULT = new WarmingSettings(
            Duration.ofHours(2), 16L << 20, ZoneId.systemDefault(), true, Duration.ofMinutes(5), null, 100, true);

    /** Checks the values. */
    public WarmingSettings {
        Arguments.given("halfLife", halfLife, "pass a duration such as two hours");
        if (halfLife.compareTo(SHORTEST_HALF_LIFE) < 0 || halfLife.compareTo(LONGEST_HALF_LIFE) > 0) {
            throw new IllegalArgumentException(
                    "halfLife must be a minute to a year but was " + halfLife + "; two hours suit most");
        }
        if (maximumBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("maximumBytes must be at least " + LEAST_BYTES + " but was "
                    + maximumBytes + "; the default is 16 MiB");
        }
        Arguments.given("zone", zone, "pass ZoneOffset.UTC or the zone of your users");
        Durations.positive("saveEvery", saveEvery);
        if (keptReports < 1 || keptReports > MOST_REPORTS) {
            throw new IllegalArgumentException(
                    "keptReports must be 1 to " + MOST_REPORTS + " but was " + keptReports + "; the default is 100");
        }
    }

    /** Returns a copy with this half-life. */
    public WarmingSettings halfLife(Duration time) {
        return new WarmingSettings(time, maximumBytes, zone, successors, saveEvery, folder, keptReports, backOff);
    }

    /** Returns a copy with this limit of memory. */
    public WarmingSettings maximumBytes(long bytes) {
        return new WarmingSettings(halfLife, bytes, zone, successors, saveEvery, folder, keptReports, backOff);
    }

    /** Returns a copy with this time zone. */
    public WarmingSettings zone(ZoneId local) {
        return new WarmingSettings(halfLife, maximumBytes, local, successors, saveEvery, folder, keptReports, backOff);
    }

    /** Returns a copy that learns what follows on what, or not. */
    public WarmingSettings successors(boolean on) {
        return new WarmingSettings(halfLife, maximumBytes, zone, on, saveEvery, folder, keptReports, backOff);
    }

    /** Returns a copy that saves so often. */
    public WarmingSettings saveEvery(Duration interval) {
        return new WarmingSettings(halfLife, maximumBytes, zone, successors, interval, folder, keptReports, backOff);
    }

    /** Returns a copy that keeps the patterns in this folder, which is made if it is missing. */
    public WarmingSettings folder(Path place) {
        return new WarmingSettings(halfLife, maximumBytes, zone, successors, saveEvery, place, keptReports, backOff);
    }

    /** Returns a copy that remembers so many reports. */
    public WarmingSettings keptReports(int reports) {
        return new WarmingSettings(halfLife, maximumBytes, zone, successors, saveEvery, folder, reports, backOff);
    }

    /** Returns a copy that warms less where it turns out to be worthless, or not. */
    public WarmingSettings backOff(boolean on) {
        return new WarmingSettings(halfLife, maximumBytes, zone, successors, saveEvery, folder, keptReports, on);
    }
}
