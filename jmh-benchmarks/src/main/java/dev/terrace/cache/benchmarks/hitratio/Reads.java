package dev.terrace.cache.benchmarks.hitratio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Keys that are read one after the other, numbered by their first appearance.
 *
 * @param name for the table
 * @param keys the stream
 * @param unique how many different ones there are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reads(String name, int[] keys, int unique) {

    private static final double EXPONENT = 0.99;

    /** Reads a file of one key a line, gzip if its name ends in {@code .gz}; a key is any text. */
    static Reads of(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8))) {
            return of(
                    String.valueOf(file.getFileName()),
                    lines.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList());
        }
    }

    private static Reads of(String name, List<String> lines) {
        Map<String, Integer> numbers = new HashMap<>();
        int[] keys = new int[lines.size()];
        for (int i = 0; i < keys.length; i++) {
            Integer number = numbers.putIfAbsent(lines.get(i), numbers.size());
            keys[i] = number == null ? numbers.size() - 1 : number;
        }
        return new Reads(name, keys, numbers.size());
    }

    /** Returns a stream with Zipf's distribution. */
    static Reads zipf(int different, int reads, long seed) {
        double[] upTo = new double[different];
        double sum = 0;
        for (int i = 0; i < different; i++) {
            sum += Math.pow(i + 1.0, -EXPONENT);
            upTo[i] = sum;
        }
        Random random = new Random(seed);
        Integer[] picks = new Integer[reads];
        for (int i = 0; i < reads; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            picks[i] = Math.min(found < 0 ? -found - 1 : found, different - 1);
        }
        return of("zipf", Arrays.stream(picks).map(String::valueOf).toList());
    }
}
