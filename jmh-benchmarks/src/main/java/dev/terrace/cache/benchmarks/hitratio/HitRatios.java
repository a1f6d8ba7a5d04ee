package dev.terrace.cache.benchmarks.hitratio;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The program behind {@code ./terrace bench hits}: hit ratios as a table. */
public final class HitRatios {

    private static final long SEED = 42;
    private static final int ZIPF_KEYS = 20_000;
    private static final int ZIPF_READS = 300_000;
    private static final int[][] SIZES = {{1, 10}, {5, 25}};
    private static final double PERCENT = 100;

    private HitRatios() {}

    /**
     * Prints the table.
     *
     * @param out for the table
     * @param arguments trace files, one key a line, gzip if the name ends in {@code .gz}; before them {@code
     *     --sizes=MEMORY,DISK} in per cent of the different keys
     * @throws IOException if a file cannot be read
     */
    public static void print(PrintStream out, List<String> arguments) throws IOException {
        List<int[]> sizes = new ArrayList<>();
        List<Reads> traces = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith("--sizes=")) {
                sizes.add(sizes(argument));
            } else {
                traces.add(Reads.of(Path.of(argument)));
            }
        }
        if (traces.isEmpty()) {
            traces.add(Reads.zipf(ZIPF_KEYS, ZIPF_READS, SEED));
        }
        out.println(
                "Hit ratios in per cent. Sizes are entries; Terrace keeps what is in memory on disk, too. The policies have"
                        + " the room of both tiers, Caffeine once only that of memory.");
        out.println();
        out.println(
                "| trace | memory | disk | Terrace: memory | disk | both | Caffeine, memory alone | Caffeine | LRU |"
                        + " FIFO | S3-FIFO | Belady |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (Reads reads : traces) {
            for (int[] size : sizes.isEmpty() ? List.of(SIZES) : sizes) {
                out.println(row(reads, size));
            }
        }
    }

    private static int[] sizes(String argument) {
        String[] parts = argument.substring(argument.indexOf('=') + 1).split(",", -1);
        try {
            int memory = Integer.parseInt(parts[0]);
            int disk = Integer.parseInt(parts[1]);
            if (parts.length == 2 && memory > 0 && disk > 0) {
                return new int[] {memory, disk};
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            // Said below, in the same words.
        }
        throw new IllegalArgumentException(
                "--sizes must be two per cents above 0 such as 1,10 but was \"" + argument + "\"");
    }

    private static String row(Reads reads, int[] size) throws IOException {
        int memory = (int) Math.max(1, Math.round(reads.unique() * size[0] / PERCENT));
        TwoTiers terrace =
                TwoTiers.replay(reads, memory, (int) Math.max(1, Math.round(reads.unique() * size[1] / PERCENT)));
        int room = memory + terrace.held();
        return String.format(
                Locale.ROOT,
                "| %s | %,d | %,d | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f | %.1f |",
                reads.name(),
                memory,
                terrace.held(),
                terrace.memory(),
                terrace.disk(),
                terrace.memory() + terrace.disk(),
                Policies.caffeine(reads, memory),
                Policies.caffeine(reads, room),
                Policies.lru(reads, room),
                Policies.fifo(reads, room),
                Policies.s3Fifo(reads, room),
                Policies.belady(reads, room));
    }
}
