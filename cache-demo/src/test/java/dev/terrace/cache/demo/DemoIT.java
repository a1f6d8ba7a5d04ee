package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.HeapTier;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

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
    void theFolderOfTheDiskTierIsRemovedWithAllThatIsInIt() throws Exception {
        Path folder;
        try (LowerTiers lower = new LowerTiers(List.of(new OtherProvider(), new FileProvider()))) {
            folder = lower.folder();
            assertThat(lower.tiers()).extracting(Tier::name).containsExactly("disk");
            assertThat(folder.resolve("entries")).exists();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void theProgramPrintsATableAndLeavesNothingBehind() throws Exception {
        Set<String> before = temporaryFolders();
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        int code = Main.run(
                List.of("--requests", "5", "--seed", "11"),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(code).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("answered by", "p50", "p99", "hit ratio", "answers       0 differ")
                .containsPattern("without +database +5 +100.0 %");
        assertThat(temporaryFolders()).isEqualTo(before);
    }

    private static Set<String> temporaryFolders() throws IOException {
        Set<String> names = new TreeSet<>();
        try (var files = Files.newDirectoryStream(Path.of(System.getProperty("java.io.tmpdir")), "terrace-demo*")) {
            files.forEach(file -> names.add(file.toString()));
        }
        return names;
    }

    /** Stands in for the disk tier: it leaves a file. */
    private static final class FileProvider implements TierProvider {

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
            try {
                Files.createFile(Path.of(settings.get("directory"), "entries"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
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
