package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoIT {

    private static final int REQUESTS = 300;
    private static final Plan SMALL = new Plan(REQUESTS, 7, 3_000);

    @Test
    void theCacheAnswersMostReadsFromMemoryAndTheSameAsTheDatabase() throws Exception {
        Outcome outcome = new Demo(SMALL, line -> {}).run(List.of());

        long queries = outcome.stats().loads().successes();
        assertThat(outcome.tiers()).containsExactly("memory");
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.without().latencies(Reports.DATABASE)).hasSize(REQUESTS);
        assertThat(outcome.stats().requests().hitRatio()).isGreaterThan(0.5);
        assertThat(queries).isLessThan(REQUESTS);
        assertThat(outcome.with().latencies("memory").length + outcome.with().latencies(Reports.DATABASE).length)
                .isEqualTo(REQUESTS);
        assertThat(outcome.with().latencies(Reports.DATABASE).length).isGreaterThanOrEqualTo((int) queries);
        assertThat(outcome.again().latencies("memory")).hasSize(REQUESTS);
    }

    @Test
    void aTierBelowMemoryAnswersWhatMemoryHasNoRoomFor() throws Exception {
        Outcome outcome = new Demo(SMALL, line -> {}).run(List.of(new HeapTier("disk", Long.MAX_VALUE)));

        assertThat(outcome.tiers()).containsExactly("memory", "disk");
        assertThat(outcome.differences()).isZero();
        assertThat(outcome.again().latencies("disk")).isNotEmpty();
        assertThat(outcome.again().latencies("memory")).isNotEmpty();
        assertThat(outcome.again().latencies(Reports.DATABASE)).isEmpty();
        assertThat(OutcomeTable.of(outcome)).containsPattern("again +disk +\\d+");
    }

    @Test
    void theSecondRunIsWarmFromDiskAndCleaningLeavesNothing(@TempDir Path parent) throws Exception {
        Path folder = parent.resolve("demo");
        List<String> arguments = List.of("--requests", "5", "--seed", "11", "--folder", folder.toString());

        assertThat(run(arguments)).doesNotContain("warm from").containsPattern("without +database +5 +100.0 %");
        assertThat(run(arguments))
                .contains(
                        "answered by", "p50", "p99", "hit ratio", "answers       0 differ", "warm from an earlier run")
                .doesNotContainPattern("with +database");
        assertThat(run(List.of("--clean", "--folder", folder.toString()))).isEmpty();
        assertThat(folder).doesNotExist();
        assertThat(run(List.of("--clean", "--folder", folder.toString()))).isEmpty();
    }

    private static String run(List<String> arguments) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        assertThat(Main.run(arguments, print, print)).isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void onlyTheDiskTierIsAskedFor(@TempDir Path folder) {
        assertThat(new LowerTiers(folder, List.of(new OtherProvider(), new DiskProvider())).open())
                .extracting(Tier::name)
                .containsExactly("disk");
    }

    /** Stands in for the disk tier. */
    private static final class DiskProvider implements TierProvider {

        @Override
        public String name() {
            return "disk";
        }

        @Override
        public Map<String, String> settings() {
            return Map.of("directory", "a path");
        }

        @Override
        public Tier create(Map<String, String> settings) {
            return new HeapTier("disk", Long.MAX_VALUE);
        }
    }

    /** A tier that the demo does not ask for. */
    private static final class OtherProvider implements TierProvider {

        @Override
        public String name() {
            return "redis";
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public Tier create(Map<String, String> settings) {
            throw new AssertionError("asked for a tier that needs a server");
        }
    }
}
