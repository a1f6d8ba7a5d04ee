package dev.terrace.cache.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.alert.AlertRules;
import dev.terrace.cache.metrics.alert.Severity;
import dev.terrace.cache.metrics.alert.Threshold;
import dev.terrace.cache.metrics.history.Sample;
import dev.terrace.cache.testkit.FakeTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTest {

    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*?)</script>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private final FakeTime time = new FakeTime();

    private CacheManager manager() {
        return CacheManager.builder().time(time).executor(Runnable::run).build();
    }

    private void traffic(CacheManager manager, int reads) {
        Cache<String> users = manager.cache("<user>".replaceAll("[<>]", ""), String.class);
        for (int i = 0; i < reads; i++) {
            users.get("k" + i % 100, key -> {
                time.advance(Duration.ofMillis(3));
                return "v";
            });
        }
    }

    private static Map<String, JsonNode> charts(String html) {
        Matcher data = DATA.matcher(html);
        assertThat(data.find()).isTrue();
        Map<String, JsonNode> charts = new HashMap<>();
        new JsonMapper()
                .readTree(data.group(1))
                .forEach(chart -> charts.put(chart.get("id").asString(), chart));
        return charts;
    }

    @Test
    void everyChartShowsTheHistory() {
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            for (int i = 0; i < 12; i++) {
                traffic(manager, 1_000 + 100 * i);
                time.advance(Duration.ofMinutes(5));
            }
            Report report = metrics.report();
            String html = report.toHtml();
            Map<String, JsonNode> charts = charts(html);
            assertThat(charts)
                    .containsOnlyKeys(
                            "hitRatio", "p50", "p95", "p99", "entries", "reads", "misses", "evictions", "warming");
            JsonNode points = charts.get("reads").get("lines").get(0).get("points");
            List<Sample> samples = report.samples();
            assertThat(points.size()).isEqualTo(samples.size()).isGreaterThanOrEqualTo(11);
            for (int i = 0; i < samples.size(); i++) {
                Sample sample = samples.get(i);
                assertThat(points.get(i).get("at").asLong())
                        .isEqualTo(sample.at().toEpochMilli());
                assertThat(points.get(i).get("value").asDouble())
                        .isEqualTo(sample.regions().get("user").reads() / sample.seconds());
            }
            for (String id : charts.keySet()) {
                assertThat(html).contains("id=\"" + id + "\"");
            }
            assertThat(html.split("<polyline", -1).length - 1).isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void thePageLoadsNothingAndIsWellFormed() {
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            traffic(manager, 100);
            String html = metrics.report().toHtml();
            assertThat(html)
                    .doesNotContain("src=")
                    .doesNotContain("href=")
                    .doesNotContain("@import")
                    .doesNotContain("url(");
            for (String tag : List.of("svg", "table", "p", "ol", "ul", "h2", "script", "text", "title", "td", "tr")) {
                assertThat(html.split("<" + tag + "[ >]", -1).length)
                        .as(tag)
                        .isEqualTo(html.split("</" + tag + ">", -1).length);
            }
        }
    }

    @Test
    void theThreeQuestionsAreAnsweredFirst() {
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            traffic(manager, 2_000);
            time.advance(Duration.ofMinutes(5));
            String text = metrics.report().toMarkdown();
            assertThat(text)
                    .contains(
                            "Is it worth its memory? 95.0 % of 2,000 reads were answered by a tier. A load takes 3.0 ms")
                    .contains("What is slow? ")
                    .contains("What should be changed? Nothing that the numbers show.")
                    .contains("| user | 2,000 | 100 | 95.0 % | 100 | 0 |")
                    .contains("## Advice");
        }
    }

    @Test
    void incidentsAreTold() {
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(
                        manager,
                        settings -> settings.rules(List.of(
                                AlertRules.gauge("always", Severity.WARNING, "epoch", Threshold.above(-1, -2)))))) {
            time.advance(Duration.ofMinutes(5));
            assertThat(metrics.alerts()).hasSize(1);
            assertThat(metrics.report().toMarkdown()).contains("firing: always of manager is bad");
            assertThat(metrics.report().toHtml()).contains("firing: always of manager is bad");
        }
    }

    @Test
    void reportsAreWrittenOnScheduleAndARestartGoesOn() throws IOException {
        Duration day = Duration.ofDays(1);
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(
                        manager, settings -> settings.folder(folder).reportEvery(day))) {
            traffic(manager, 100);
            time.advance(day.minusMinutes(5));
            assertThat(folder.resolve("report.html")).doesNotExist();
            time.advance(Duration.ofMinutes(10));
            assertThat(folder.resolve("report.html")).content().contains("<h1>Cache report</h1>");
            assertThat(folder.resolve("report.md")).content().startsWith("# Cache report");
            assertThat(metrics.keptReports()).hasSize(1);
            KeptReport kept = metrics.keptReports().get(0);
            assertThat(kept.at()).isBetween(FakeTime.START, Instant.ofEpochMilli(time.millis()));
            assertThat(kept.toMarkdown()).startsWith("# Cache report");
            assertThat(kept.toHtml()).contains("<h1>Cache report</h1>");
            assertThat(metrics.report().samples()).isNotEmpty();
        }
        int before = files();
        Instant stamp = Instant.parse(Files.readString(folder.resolve("report.last")));
        try (CacheManager manager = manager();
                CacheMetrics metrics = CacheMetrics.of(
                        manager, settings -> settings.folder(folder).reportEvery(day))) {
            assertThat(metrics.report().samples().size()).isGreaterThan(280);
            time.advance(Duration.between(Instant.ofEpochMilli(time.millis()), stamp.plus(day))
                    .plusMinutes(6));
            assertThat(files()).isEqualTo(before + 2);
            Files.writeString(folder.resolve("report-of-mine.html"), "");
            assertThat(metrics.keptReports())
                    .hasSize(2)
                    .extracting(KeptReport::name)
                    .isSortedAccordingTo(Comparator.reverseOrder());
            KeptReport gone = metrics.keptReports().get(0);
            Files.delete(gone.html());
            assertThatThrownBy(gone::toHtml).hasMessageContaining("list the reports again");
        }
    }

    private int files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return (int) all.count();
        }
    }

    @Test
    void anUnreadableStampAndAFolderThatCannotBeWrittenCostOnlyTheReport() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        Files.createDirectories(folder.resolve("stamped"));
        Files.writeString(folder.resolve("stamped").resolve("report.last"), "yesterday");
        for (Path path : List.of(file, folder.resolve("stamped"))) {
            try (CacheManager manager = manager();
                    CacheMetrics metrics = CacheMetrics.of(
                            manager, settings -> settings.folder(path).reportEvery(Duration.ofMinutes(5)))) {
                time.advance(Duration.ofMinutes(11));
                assertThat(metrics.report().samples()).hasSize(2);
            }
        }
        assertThat(folder.resolve("stamped").resolve("report.md")).exists();
    }
}
