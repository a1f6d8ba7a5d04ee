package dev.terrace.cache.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** Replays accesses through a real map file whose entries all have the same size. */
final class TierReplay {

    private static final int VALUE_BYTES = 1000;
    private static final long FIRST_GUESS = 1200;

    private TierReplay() {}

    /**
     * What came out.
     *
     * @param hitRatio 0 to 1
     * @param held how many entries the file has in the end, its capacity
     */
    record Outcome(double hitRatio, int held) {}

    /** Replays through a file that has room for about so many entries. */
    static Outcome replay(long[] accesses, int capacity) throws IOException {
        long budget = Math.max(SizingPlan.SMALLEST_BUDGET, capacity * FIRST_GUESS);
        Outcome guess = replayIn(accesses, budget);
        return replayIn(accesses, Math.max(SizingPlan.SMALLEST_BUDGET, budget * capacity / guess.held()));
    }

    private static Outcome replayIn(long[] accesses, long budget) throws IOException {
        JvmAccess.prepare();
        Path file = Files.createTempFile("terrace-replay", ".map");
        Files.delete(file);
        Surroundings around = new Surroundings(SizingPlan.of(budget), InstantSource.system(), number -> {});
        try (DiskFile disk = MapFiles.create(file, around)) {
            StoredEntry value = new StoredEntry(new byte[VALUE_BYTES], Envelope.NEVER, 1);
            int hits = 0;
            for (long access : accesses) {
                byte[] key = Long.toString(access).getBytes(StandardCharsets.US_ASCII);
                if (disk.get(key, view -> true) != null) {
                    hits++;
                } else {
                    disk.put(key, value, present -> true);
                }
            }
            return new Outcome(
                    (double) hits / accesses.length, disk.counters().entries.intValue());
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
