package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Streams ten times a file's capacity through it and prints what it holds and what that cost. */
final class FillDisk {

    private FillDisk() {}

    public static void main(String[] arguments) throws IOException {
        long budget = Long.parseLong(arguments[0]) << 20;
        for (String shape : List.of("fixed", "lognormal", "mix")) {
            Path folder = Files.createTempDirectory("terrace-fill");
            SizingPlan plan = shape.equals("mix") && arguments.length > 1
                    ? SizingPlan.of(budget, 3372, 72 << 10)
                    : SizingPlan.of(budget);
            try {
                fill(folder.resolve("map"), shape, plan, 10);
            } finally {
                Files.deleteIfExists(folder.resolve("map"));
                Files.delete(folder);
            }
        }
    }

    /** Returns which share of the budget keys and values take in the end. */
    static double fill(Path file, String shape, SizingPlan plan, int times) throws IOException {
        JvmAccess.prepare();
        try (DiskFile disk = MapFiles.create(file, new Surroundings(plan, InstantSource.system(), number -> {}))) {
            return run(shape, plan, disk, times);
        }
    }

    private static double run(String shape, SizingPlan plan, DiskFile disk, int times) {
        Random random = new Random(7);
        byte[][] values = new byte[4096][];
        for (int i = 0; i < values.length; i++) {
            values[i] = new byte[size(shape, random)];
            random.nextBytes(values[i]);
        }
        long written = 0;
        long puts = 0;
        long refused = 0;
        long start = System.nanoTime();
        while (written < times * plan.budgetBytes()) {
            byte[] key = ("key:" + puts).getBytes(StandardCharsets.US_ASCII);
            byte[] value = values[random.nextInt(values.length)];
            PutOutcome result = disk.put(key, new StoredEntry(value, Envelope.NEVER, 1), present -> true);
            refused += result == PutOutcome.STORED ? 0 : 1;
            written += value.length;
            puts++;
        }
        return print(shape, plan, disk, new Streamed(puts, refused, System.nanoTime() - start));
    }

    private static double print(String shape, SizingPlan plan, DiskFile disk, Streamed streamed) {
        long[] held = new long[2];
        for (int segment = 0; segment < disk.segments(); segment++) {
            disk.scan(segment, entry -> {
                held[0] += entry.keyLength() + entry.valueLength();
                held[1]++;
                return SegmentVisitor.Verdict.KEEP;
            });
        }
        DiskCounters counters = disk.counters();
        System.out.printf(
                "%-10s budget %d MiB, %d segments, %d puts, %d refused, %.2f us/put, held %.1f%% of budget, %d entries"
                        + " (counter %d), used counter %.1f%% of chunks, evicted %d, sweeps %d, cleared %d, heap %.2f B/entry%n",
                shape,
                plan.budgetBytes() >> 20,
                plan.segments(),
                streamed.puts(),
                streamed.refused(),
                streamed.nanos() / 1e3 / streamed.puts(),
                100.0 * held[0] / plan.budgetBytes(),
                held[1],
                counters.entries.sum(),
                100.0 * counters.usedBytes.sum() / plan.chunkSpaceBytes(),
                counters.evictions.sum(),
                counters.sweeps.sum(),
                counters.clearedSegments.sum(),
                (double) disk.heapBytes() / held[1]);
        return (double) held[0] / plan.budgetBytes();
    }

    private record Streamed(long puts, long refused, long nanos) {}

    private static int size(String shape, Random random) {
        return switch (shape) {
            case "fixed" -> 1024;
            case "lognormal" -> (int) Math.max(1, Math.exp(random.nextGaussian() * 1.5 + Math.log(1024) - 1.125));
            default -> random.nextInt(20) == 0 ? 65536 : 100;
        };
    }
}
