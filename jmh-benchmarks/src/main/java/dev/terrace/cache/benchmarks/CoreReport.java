package dev.terrace.cache.benchmarks;

import dev.terrace.cache.benchmarks.RatioTable.Question;
import java.util.List;
import java.util.Locale;

/** The core beside the raw libraries. */
final class CoreReport {

    private static final List<Question> QUESTIONS = List.of(
            new Question("hit in memory, 1 thread", MemoryHit.class, "caffeineWithExpiryPerEntry", 1, "1.0"),
            new Question("hit in memory, 2 threads", MemoryHit.class, "caffeineWithExpiryPerEntry", 2, "1.15"),
            new Question("miss through the chain", MissThroughChain.class, "twoLookUps", 1, "1.5"));

    private CoreReport() {}

    static void print(int rounds) throws Exception {
        RatioTable.print(QUESTIONS, rounds);
        System.out.printf(Locale.ROOT, "%n64 callers, one missing key: %d load (1)%n", Stampede.mostLoads());
        System.out.printf(Locale.ROOT, "1,000 regions: %.1f MB of heap (20)%n", RegionCost.bytes() / 1e6);
        RatioTable.printLoad("end");
    }
}
