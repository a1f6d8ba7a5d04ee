package dev.terrace.cache.metrics.curve;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** Compares the estimated hit ratio with a replay, for traces given as gzip files with a key on each line. */
final class CurveOfTrace {

    private CurveOfTrace() {}

    public static void main(String[] files) throws IOException {
        for (String file : files) {
            compare(Path.of(file));
        }
    }

    private static void compare(Path file) throws IOException {
        List<String> trace;
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            trace = reader.lines().toList();
        }
        long keys = trace.stream().distinct().count();
        for (int remembered : new int[] {8_192, 4_096, 2_048}) {
            ReuseDistances distances = new ReuseDistances(remembered);
            trace.forEach(key -> distances.read(key.hashCode()));
            distances.expect(trace.size());
            for (double share : new double[] {0.01, 0.05, 0.1, 0.25, 0.5}) {
                int entries = (int) (keys * share);
                double estimate = 100 * distances.curve().hitRatio(entries);
                double replayed = 100 * replay(trace, entries);
                System.out.printf(
                        "%s, %d keys remembered, %d entries: estimated %.1f, replayed %.1f, off by %.1f%n",
                        file.getFileName(), remembered, entries, estimate, replayed, estimate - replayed);
            }
        }
    }

    private static double replay(List<String> trace, int entries) {
        Map<String, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true);
        long hits = 0;
        for (String key : trace) {
            if (cache.get(key) != null) {
                hits++;
                continue;
            }
            cache.put(key, true);
            if (cache.size() > entries) {
                cache.remove(cache.keySet().iterator().next());
            }
        }
        return (double) hits / trace.size();
    }
}
