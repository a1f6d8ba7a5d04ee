package dev.terrace.cache.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.benchmarks.Asks;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    @Asks(
            value = "What does a read cost?",
            settings = "as its documents advise",
            yardstick = "raw",
            bars = {
                @Asks.Bar(text = "clearly below", over = "raw", most = 2),
                @Asks.Bar(text = "clearly above", over = "raw", most = 0.5, why = "ADR 1"),
                @Asks.Bar(text = "hard to say", over = "raw", most = 1.0),
                @Asks.Bar(text = "nobody ran it", of = "other", over = "raw", most = 1)
            })
    static final class Reading {}

    @Asks(
            value = "Is it good enough?",
            acceptance = true,
            bars = @Asks.Bar(text = "a hit, p99", of = "hit", figure = "p99", most = 10))
    static final class Good {}

    @TempDir
    Path folder;

    private Path json(String... results) throws IOException {
        return Files.writeString(folder.resolve("old.json"), "[" + String.join(",", results) + "]");
    }

    /** As JMH writes it, without what is not read. */
    private static String result(String method, String values) {
        return """
                {"benchmark": "a.b.Reading.%s", "threads": 1, "forks": 1, "warmupIterations": 1, "warmupTime": "1 s",
                 "measurementIterations": 3, "measurementTime": "1 s", "params": {"entries": "10"},
                 "primaryMetric": {"scoreUnit": "ns/op", "rawData": [[%s]]},
                 "secondaryMetrics": {"gc.alloc.rate.norm": {"rawData": [[0, 0, 0]]}, "gc.count": {"rawData": [[1]]}}}""".formatted(method, values);
    }

    private static String sampled(String histogram) {
        return """
                {"benchmark": "a.b.Good.hit", "threads": 1,
                 "primaryMetric": {"scoreUnit": "ms/op", "rawDataHistogram": [[%s]]}, "secondaryMetrics": {}}""".formatted(histogram);
    }

    private static String markdown(Page page) {
        return Markdown.of(page.document());
    }

    @Nested
    class CommandLine {

        @Test
        void isReadInAnyOrder() {
            Wanted wanted = Wanted.parse(List.of("--only", "MemoryHit", "--full", "--page", "p.md"));

            assertThat(wanted.depth().isFull()).isTrue();
            assertThat(wanted.names("RawMemoryHit")).isTrue();
            assertThat(wanted.names("DiskHit")).isFalse();
            assertThat(wanted.command()).isEqualTo("./terrace bench --full --only memoryhit --page p.md");
        }

        @Test
        void isRefusedWithWhatIsAllowed() {
            assertThatThrownBy(() -> Wanted.parse(List.of("--slow"))).hasMessageContaining("--slow");
            assertThatThrownBy(() -> Wanted.parse(List.of("--only"))).hasMessageContaining("needs a word");
            assertThatThrownBy(() -> Wanted.parse(List.of("--compare", "nothing.json")))
                    .hasMessageContaining("nothing.json");
        }

        @Test
        void helpAndMistakesEndWithoutARun() throws Exception {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);

            assertThat(Report.run(List.of("--help"), out)).isZero();
            assertThat(Report.run(List.of("--only", "NoSuchBenchmark"), out)).isEqualTo(2);
            assertThat(text.toString(StandardCharsets.UTF_8))
                    .contains("--compare JSON")
                    .contains("nosuchbenchmark");
        }
    }

    @Nested
    class Plans {

        @Test
        void everyBenchmarkOfTheJarIsFoundAndNoMethodTwice() throws ClassNotFoundException {
            List<Case> cases = Case.all(Wanted.parse(List.of("--full")));

            assertThat(cases).extracting(Case::label).contains("MemoryHit.terrace", "MemoryHit.terrace x4");
            assertThat(cases).doesNotHaveDuplicates();
        }

        @Test
        void aQuickRunLeavesOutWhatIsMarkedUnlessItIsAskedForByName() throws ClassNotFoundException {
            assertThat(Case.all(Wanted.parse(List.of())))
                    .extracting(Case::label)
                    .doesNotContain("ScrapeCost.scrape");
            assertThat(Case.all(Wanted.parse(List.of("--only", "ScrapeCost"))))
                    .extracting(Case::label)
                    .containsExactly("ScrapeCost.scrape 10", "ScrapeCost.scrape 1000");
        }
    }

    @Nested
    class Verdicts {

        @Test
        void areGivenOnlyWhereTheSpreadAllows() throws IOException {
            Path json = json(result("terrace", "110, 100, 90"), result("raw", "100, 100, 95"));
            Page page = new Page(List.of(Reading.class), Results.read(json), Map.of());
            page.bars();

            assertThat(markdown(page))
                    .contains("| clearly below, entries 10 | at most 2.00 | 1.00 | 0.90 to 1.16 | met |  |")
                    .contains("| **missed** | ADR 1 |")
                    .contains("| hard to say, entries 10 | at most 1.00 | 1.00 | 0.90 to 1.16 | no verdict")
                    .contains("| nobody ran it | at most 1.00 |  |  | not run | left out of this run |");
        }

        @Test
        void needThreeIterations() throws IOException {
            Path json = json(result("terrace", "1, 1"), result("raw", "1, 1"));
            Page page = new Page(List.of(Reading.class), Results.read(json), Map.of());
            page.bars();

            assertThat(markdown(page)).contains("fewer than three").doesNotContain("| met |");
        }

        @Test
        void onPercentilesComeFromEachIteration() throws IOException {
            Path json = json(sampled("[[1, 98], [7, 2]], [[1, 98], [8, 2]], [[1, 99], [90, 1]]"));
            Page page = new Page(List.of(Good.class), Results.read(json), Map.of());
            page.acceptance();

            assertThat(markdown(page)).contains("| a hit, p99 | at most 10.0 ms/op | 7.00 | 1.00 to 8.00 | met |  |");
        }

        @Test
        void nameWhatFailed() throws IOException {
            Page page = new Page(List.of(Good.class), Results.read(json()), Map.of("Good.hit", "no server"));
            page.acceptance();
            page.questions();

            assertThat(markdown(page))
                    .contains("| not run | Good.hit: no server |")
                    .contains("What did not run");
        }
    }

    @Test
    void aQuestionShowsEveryContenderBesideItsYardstick() throws IOException {
        Path json = json(result("terrace", "110, 100, 90"), result("raw", "50, 50, 50"));
        Page page = new Page(List.of(Reading.class), Results.read(json), Map.of());
        page.questions();

        assertThat(markdown(page))
                .contains("## What does a read cost?")
                .contains("1 forks, 1 x 1 s to warm up, 3 x 1 s. as its documents advise")
                .contains("| terrace entries=10 | 1 |  | 100 | 90.0 to 110 | 0.00 | 2.00 | 1.80 to 2.20 |");
        assertThat(Html.of(page.document()))
                .contains("<svg")
                .contains("divided by raw")
                .doesNotContain("http");
    }

    @Test
    void onlyWhatMovedByMoreThanTheSpreadIsListed() throws IOException {
        Page page = new Page(
                List.of(Reading.class),
                Results.read(json(result("terrace", "100, 100, 100"), result("raw", "100, 110, 90"))),
                Map.of());
        page.moved(Results.read(json(result("terrace", "50, 52, 51"), result("raw", "100, 105, 95"))));

        assertThat(markdown(page))
                .contains("| Reading.terrace entries=10 threads=1 | 1.96 |")
                .doesNotContain("Reading.raw");
    }

    @Test
    void pagesAreWrittenOfWhatAnEarlierRunHasLeft() throws Exception {
        Path json = json(result("terrace", "1, 1, 1").replace("a.b.Reading", "a.b.MemoryHit"));
        Path page = folder.resolve("page.md");

        List<String> arguments = List.of(
                "--only",
                "MemoryHit",
                "--from",
                json.toString(),
                "--out",
                folder.toString(),
                "--page",
                page.toString());
        int code = Report.run(arguments, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));

        assertThat(code).isZero();
        assertThat(page).content().contains("# Performance").contains("| terrace entries=10 |");
        assertThat(folder.resolve("report.html")).content().contains("Machine and versions");
    }

    @Test
    void theMachineIsNamed() throws IOException {
        assertThat(Machine.describe(List.of()))
                .extracting(line -> line.get(0))
                .contains("machine", "Java", "libraries");
    }

    @Test
    void textsCannotBreakThePage() {
        Document document = new Document().paragraph("a < b & `c` **d**").table(List.of("x|y"), List.of(List.of("1")));

        assertThat(Html.of(document)).contains("a &lt; b &amp; <code>c</code> <b>d</b>");
        assertThat(Markdown.of(document)).contains("x\\|y");
    }
}
