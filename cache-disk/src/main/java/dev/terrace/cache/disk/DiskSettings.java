package dev.terrace.cache.disk;

import dev.terrace.cache.time.TimeSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a disk tier is told before it starts.
 *
 * @param directory its own folder; made when it is missing
 * @param maximumBytes what all its files together may take
 * @param averageValueBytes expected mean of the encoded values
 * @param startLimit how long a start waits for the recovery of a file
 * @param directoryWait how long the folder is waited for in the background when another process has it; zero to fail
 * @param secondSight within which time a key must have been seen before to be stored; zero to store every key
 * @param minimumTtl how long an entry must live to be stored
 */
record DiskSettings(
        Path directory,
        long maximumBytes,
        int averageValueBytes,
        Duration startLimit,
        Duration directoryWait,
        Duration secondSight,
        Duration minimumTtl) {

    static final Duration START_LIMIT = Duration.ofSeconds(5);
    static final long DEFAULT_MAXIMUM_BYTES = 1L << 30;
    static final Duration LONGEST_WAIT = Duration.ofDays(1);
    static final Duration LONGEST_WINDOW = Duration.ofDays(365);

    DiskSettings {
        SizingPlan.of(maximumBytes, averageValueBytes, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES); // checks the ranges
        requireWithin("waitForDirectory", directoryWait, LONGEST_WAIT);
        requireWithin("secondSight", secondSight, LONGEST_WINDOW);
        requireWithin("minimumTtl", minimumTtl, LONGEST_WINDOW);
    }

    private static void requireWithin(String name, Duration value, Duration longest) {
        if (value.isNegative() || value.compareTo(longest) > 0) {
            throw new IllegalArgumentException(name + " must be from zero to " + longest + " but was " + value
                    + "; leave it out, or pass a duration in that range");
        }
    }

    static DiskSettings at(Path directory) {
        return new DiskSettings(
                directory,
                DEFAULT_MAXIMUM_BYTES,
                SizingPlan.DEFAULT_VALUE_BYTES,
                START_LIMIT,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO);
    }

    DiskSettings withMaximumBytes(long bytes) {
        return new DiskSettings(
                directory, bytes, averageValueBytes, startLimit, directoryWait, secondSight, minimumTtl);
    }

    DiskSettings withAverageValueBytes(int bytes) {
        return new DiskSettings(directory, maximumBytes, bytes, startLimit, directoryWait, secondSight, minimumTtl);
    }

    DiskSettings withStartLimit(Duration limit) {
        return new DiskSettings(
                directory, maximumBytes, averageValueBytes, limit, directoryWait, secondSight, minimumTtl);
    }

    DiskSettings withDirectoryWait(Duration limit) {
        return new DiskSettings(directory, maximumBytes, averageValueBytes, startLimit, limit, secondSight, minimumTtl);
    }

    DiskSettings withSecondSight(Duration window) {
        return new DiskSettings(
                directory, maximumBytes, averageValueBytes, startLimit, directoryWait, window, minimumTtl);
    }

    DiskSettings withMinimumTtl(Duration ttl) {
        return new DiskSettings(
                directory, maximumBytes, averageValueBytes, startLimit, directoryWait, secondSight, ttl);
    }

    SizingPlan plan() {
        return SizingPlan.of(maximumBytes, averageValueBytes, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES);
    }

    /** Adapts the clock of a manager. */
    static InstantSource clock(TimeSource time) {
        return () -> Instant.ofEpochMilli(time.millis());
    }
}
