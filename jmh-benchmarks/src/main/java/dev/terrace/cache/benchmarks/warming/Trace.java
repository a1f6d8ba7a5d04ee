package dev.terrace.cache.benchmarks.warming;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/**
 * Reads, one after the other.
 *
 * @param name for the table
 * @param keys what is read, as numbers
 * @param restart before which read the process is restarted
 * @param pause between two reads
 * @param room entries that fit into memory
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Trace(String name, int[] keys, int restart, Duration pause, int room) {

    private static final double EXPONENT = 0.99;
    private static final int KEYS = 20_000;
    private static final int READS = 300_000;
    private static final double TRAINING = 2.0 / 3;
    private static final int ROOM_PART = 10;

    /** A busy service: 300,000 reads take less than two hours. */
    private static final Duration BUSY = Duration.ofMillis(20);

    /** A quiet one: they take a day, in which the frequent keys drift. */
    private static final Duration QUIET = Duration.ofMillis(300);

    private static final int DAYS = 8;
    private static final int READS_AN_HOUR = 2000;
    private static final int KEYS_AN_HOUR = 400;
    private static final double OF_THE_HOUR = 0.8;
    private static final int RESTART_HOUR = 8;

    /** Returns a stream whose frequent keys stay the same. */
    static Trace zipf(long seed) {
        return steady("zipf", zipf(KEYS, READS, new Random(seed)), KEYS / ROOM_PART, BUSY);
    }

    /** Returns a stream whose frequent keys become others, one after the other: a tenth of them until the restart. */
    static Trace shift(long seed) {
        int[] keys = zipf(KEYS, READS, new Random(seed));
        for (int i = 0; i < keys.length; i++) {
            int shifted = (int) ((long) i * KEYS / 10 / keys.length);
            keys[i] = (keys[i] + shifted) % (2 * KEYS);
        }
        return steady("shift", keys, KEYS / ROOM_PART, QUIET);
    }

    /** Returns a stream in which every key is as likely as any other. */
    static Trace random(long seed) {
        int[] keys = new Random(seed).ints(READS, 0, KEYS * ROOM_PART).toArray();
        return steady("random", keys, KEYS / ROOM_PART, QUIET);
    }

    /**
     * Returns days of hours, each with frequent keys of its own; it is restarted at the beginning of an hour. Memory has
     * room for the keys of one hour and some more.
     */
    static Trace daily(long seed) {
        Random random = new Random(seed);
        int[] keys = new int[DAYS * 24 * READS_AN_HOUR];
        int[] ranks = zipf(KEYS_AN_HOUR, keys.length, random);
        for (int i = 0; i < keys.length; i++) {
            int hour = i / READS_AN_HOUR % 24;
            boolean ofTheHour = random.nextDouble() < OF_THE_HOUR;
            keys[i] = ofTheHour ? (hour + 1) * KEYS_AN_HOUR + ranks[i] : ranks[i];
        }
        int restart = ((DAYS - 1) * 24 + RESTART_HOUR) * READS_AN_HOUR;
        return new Trace("daily", keys, restart, Duration.ofHours(1).dividedBy(READS_AN_HOUR), 2 * KEYS_AN_HOUR);
    }

    /** Reads a file of one number a line, gzip or plain; memory has room for a tenth of its keys. */
    static Trace of(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader lines = new BufferedReader(new InputStreamReader(
                        file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes,
                        StandardCharsets.UTF_8))) {
            int[] keys = lines.lines()
                    .filter(line -> !line.isBlank())
                    .mapToInt(line -> Integer.parseInt(line.strip()))
                    .toArray();
            int unique = (int) Arrays.stream(keys).distinct().count();
            return steady(String.valueOf(file.getFileName()), keys, Math.max(1, unique / 10), QUIET);
        }
    }

    private static Trace steady(String name, int[] keys, int room, Duration pause) {
        return new Trace(name, keys, (int) (keys.length * TRAINING), pause, room);
    }

    private static int[] zipf(int keys, int reads, Random random) {
        double[] upTo = new double[keys];
        double sum = 0;
        for (int i = 0; i < keys; i++) {
            sum += Math.pow(i + 1.0, -EXPONENT);
            upTo[i] = sum;
        }
        int[] picks = new int[reads];
        for (int i = 0; i < reads; i++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            picks[i] = Math.min(found < 0 ? -found - 1 : found, keys - 1);
        }
        return picks;
    }

    /** Returns how many reads come after the restart. */
    int after() {
        return keys.length - restart;
    }
}
