package dev.terrace.cache.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/** Prints hit ratios of LRU, S3-FIFO and the policy for trace files: gzip text, one decimal key a line. */
final class ReplayTraces {

    private static final int[] PER_CENT = {5, 10, 25};

    private ReplayTraces() {}

    public static void main(String[] files) throws IOException {
        System.out.println("trace                    %   LRU  S3-FIFO  policy");
        for (String file : files) {
            long[] accesses = read(Path.of(file));
            long unique = Arrays.stream(accesses).distinct().count();
            for (int share : PER_CENT) {
                int capacity = (int) Math.round(unique * share / 100.0);
                System.out.printf(
                        "%-22s %3d %5.1f %8.1f %7.1f%n",
                        Path.of(file).getFileName(),
                        share,
                        100 * PolicyReplay.leastRecentlyUsed(accesses, capacity),
                        100 * PolicyReplay.s3Fifo(accesses, capacity),
                        100 * PolicyReplay.hitRatio(accesses, capacity));
            }
        }
    }

    private static long[] read(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            return lines.lines().mapToLong(Long::parseLong).toArray();
        }
    }
}
