package dev.terrace.cache.disk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Prints hit ratios of LRU, FIFO, S3-FIFO, the policy and a real map file for trace files: gzip text, one decimal key a
 * line. A trace with few keys is replayed by several programs in turns, each with keys of its own, until there are enough
 * for a file of many segments; that changes nothing for the references.
 */
final class ReplayTraces {

    private static final int[] PER_CENT = {5, 10, 25};
    private static final int FEWEST_KEYS = 100_000;

    private ReplayTraces() {}

    public static void main(String[] files) throws IOException {
        System.out.println("trace                     keys  pc entries   LRU  FIFO S3-FIFO policy  tier");
        for (String file : files) {
            long[] once = read(Path.of(file));
            long keys = Arrays.stream(once).distinct().count();
            int programs = (int) ((FEWEST_KEYS + keys - 1) / keys);
            long[] accesses = interleaved(once, programs);
            for (int share : PER_CENT) {
                print(Path.of(file).getFileName(), keys * programs, share, accesses);
            }
        }
    }

    /** The references get as much room as the real file turned out to have. */
    private static void print(Path name, long keys, int share, long[] accesses) throws IOException {
        TierReplay.Outcome tier = TierReplay.replay(accesses, (int) Math.round(keys * share / 100.0));
        System.out.printf(
                Locale.ROOT,
                "%-22s %7d %3d %7d %5.1f %5.1f %7.1f %6.1f %5.1f%n",
                name,
                keys,
                share,
                tier.held(),
                100 * PolicyReplay.leastRecentlyUsed(accesses, tier.held()),
                100 * PolicyReplay.firstInFirstOut(accesses, tier.held()),
                100 * PolicyReplay.s3Fifo(accesses, tier.held()),
                100 * PolicyReplay.hitRatio(accesses, tier.held()),
                100 * tier.hitRatio());
    }

    private static long[] interleaved(long[] once, int programs) {
        long[] all = new long[once.length * programs];
        for (int i = 0; i < all.length; i++) {
            all[i] = once[i / programs] * programs + i % programs;
        }
        return all;
    }

    private static long[] read(Path file) throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.US_ASCII))) {
            return lines.lines().mapToLong(Long::parseLong).toArray();
        }
    }
}
