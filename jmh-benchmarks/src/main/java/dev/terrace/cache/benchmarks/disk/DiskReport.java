package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.benchmarks.RatioTable;
import dev.terrace.cache.benchmarks.RatioTable.Question;
import java.util.List;

/** The disk tier beside a raw Chronicle Map. What is promised stands in brackets. */
public final class DiskReport {

    private static final int USUAL_ROUNDS = 3;
    private static final int USUAL_ENTRIES = 1_000_000;
    private static final int RESTARTED_ENTRIES = 1_000_000;

    private static final List<Question> QUESTIONS = List.of(
            new Question("hit of 1 KiB, decoded", DiskHit.class, "chronicleAndDecode", 1, "1.25"),
            new Question("set of 1 KiB", DiskSet.class, "encodeAndChronicle", 1, "1.5"),
            new Question("put into a full tier", OverflowStream.class, "chronicleOldestOut", 1, "1.67"),
            new Question("expired, 64 KiB", ExpiredHeader.class, "chronicleCopy", 1, "1000 ns"));

    private DiskReport() {}

    /**
     * Measures and prints; about 6 minutes and 4 GB below {@code java.io.tmpdir} with the usual numbers.
     *
     * @param arguments how many rounds the table has, 3 if left out, 0 for no table; and how many entries the larger of
     *     the two sizes has that are compared, a million if left out
     */
    public static void print(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : USUAL_ROUNDS;
        int entries = arguments.length > 1 ? Integer.parseInt(arguments[1]) : USUAL_ENTRIES;
        if (rounds > 0) {
            RatioTable.print(QUESTIONS, rounds);
        }
        System.out.println();
        DiskSizes.print(entries);
        Restarts.print(RESTARTED_ENTRIES);
        RatioTable.printLoad("end");
    }
}
