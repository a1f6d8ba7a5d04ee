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
 */
record DiskSettings(
        Path directory, long maximumBytes, int averageValueBytes, Duration startLimit, Duration directoryWait) {

    static final Duration START_LIMIT = Duration.ofSeconds(5);
    static final long DEFAULT_MAXIMUM_BYTES = 1L << 30;
    static final Duration LONGEST_WAIT = Duration.ofDays(1);

    DiskSettings {
        SizingPlan.of(maximumBytes, averageValueBytes, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES); // checks the ranges
        if (directoryWait.isNegative() || directoryWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("waitForDirectory must be from zero to " + LONGEST_WAIT + " but was "
                    + directoryWait + "; pass about the time that a deploy takes");
        }
    }

    static DiskSettings at(Path directory) {
        return new DiskSettings(
                directory, DEFAULT_MAXIMUM_BYTES, SizingPlan.DEFAULT_VALUE_BYTES, START_LIMIT, Duration.ZERO);
    }

    DiskSettings withMaximumBytes(long bytes) {
        return new DiskSettings(directory, bytes, averageValueBytes, startLimit, directoryWait);
    }

    DiskSettings withAverageValueBytes(int bytes) {
        return new DiskSettings(directory, maximumBytes, bytes, startLimit, directoryWait);
    }

    DiskSettings withStartLimit(Duration limit) {
        return new DiskSettings(directory, maximumBytes, averageValueBytes, limit, directoryWait);
    }

    DiskSettings withDirectoryWait(Duration limit) {
        return new DiskSettings(directory, maximumBytes, averageValueBytes, startLimit, limit);
    }

    SizingPlan plan() {
        return SizingPlan.of(maximumBytes, averageValueBytes, SizingPlan.DEFAULT_LARGEST_INLINE_BYTES);
    }

    /** Adapts the clock of a manager. */
    static InstantSource clock(TimeSource time) {
        return () -> Instant.ofEpochMilli(time.millis());
    }
}
