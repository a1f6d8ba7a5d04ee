package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scrape and the rules before Prometheus's own tool if it is installed, else before the parser of these tests. */
class PromtoolIT {

    private static final Path TOOL = find();

    @TempDir
    private Path folder;

    private static Path find() {
        for (String entry : System.getenv("PATH").split(Pattern.quote(File.pathSeparator), -1)) {
            Path candidate = Path.of(entry, "promtool");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        System.out.println("promtool is not installed: the scrape is read by the tests' own parser only");
        return null;
    }

    /** Returns what the tool says; complains if it exits with an error. */
    private String promtool(Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new java.util.ArrayList<>(List.of(TOOL.toString()));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ended").isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isIn(0, 3); // 3: advice on style, such as units in names
        return said;
    }

    @Test
    void theScrapeIsAccepted() throws IOException, InterruptedException {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Everything everything = new Everything()) {
            everything.metrics.bindTo(registry);
            String scrape = registry.scrape();
            assertThat(PrometheusText.parse(scrape).samples()).hasSizeGreaterThan(100);
            if (TOOL != null) {
                Path input = Files.writeString(folder.resolve("scrape"), scrape, StandardCharsets.UTF_8);
                assertThat(promtool(input, "check", "metrics")).doesNotContain("error while linting");
            }
        }
    }

    @Test
    void theRulesAreAccepted() throws IOException, InterruptedException {
        Path rules = Everything.repository().resolve("docs/monitoring/prometheus-alerts.yml");
        assertThat(rules).exists();
        if (TOOL != null) {
            assertThat(promtool(rules, "check", "rules", rules.toString())).contains("SUCCESS");
        }
    }
}
