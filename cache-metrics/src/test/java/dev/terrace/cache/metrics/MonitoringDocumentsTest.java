package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.metrics.alert.AlertRule;
import dev.terrace.cache.metrics.alert.AlertRules;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What the documents say of meters and rules is so. */
class MonitoringDocumentsTest {

    private static final Pattern METER_ROW = Pattern.compile("\\| `([a-z.<>]+)` \\| (\\w+) \\| ([a-z, ]*)\\| .*");
    private static final Pattern RULE_ROW = Pattern.compile("\\| `([a-zA-Z]+)` \\| (\\w+) \\| .*");
    private static final Pattern METRIC = Pattern.compile("\\b(?:cache|terrace)_[a-z_]+");

    private final Everything everything = new Everything();

    @AfterEach
    void close() {
        everything.close();
    }

    private static String document(String name) throws IOException {
        return Files.readString(Everything.repository().resolve("docs").resolve(name));
    }

    private static String row(Meter.Id id) {
        String tags = id.getTags().stream().map(Tag::getKey).sorted().collect(Collectors.joining(", "));
        String type = id.getType().name().toLowerCase(java.util.Locale.ROOT);
        String name =
                id.getName().replace("terrace.disk.", "terrace.<tier>.").replace("terrace.shared.", "terrace.<tier>.");
        return name + " | " + (type.equals("other") ? "timer" : type) + " | " + tags;
    }

    @Test
    void theTableOfMetersIsWhatARegistryHolds() throws IOException {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        everything.metrics.bindTo(registry);
        Set<String> real = new TreeSet<>();
        registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().matches("terrace\\.(redis|device|loader)\\..*"))
                .forEach(meter -> real.add(row(meter.getId())));
        Set<String> documented = new TreeSet<>();
        document("metrics.md")
                .lines()
                .map(METER_ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> {
                    documented.add(row.group(1) + " | " + row.group(2) + " | "
                            + row.group(3).strip());
                });
        assertThat(documented).isEqualTo(real);
    }

    @Test
    void theTableOfRulesIsWhatIsOn() throws IOException {
        Map<String, String> documented = new HashMap<>();
        document("metrics.md")
                .lines()
                .map(RULE_ROW::matcher)
                .filter(Matcher::matches)
                .forEach(row -> {
                    documented.put(row.group(1), row.group(2));
                });
        Map<String, String> real = new HashMap<>();
        for (AlertRule rule : AlertRules.defaults()) {
            real.put(rule.name(), rule.severity().name().toLowerCase(java.util.Locale.ROOT));
        }
        assertThat(documented).isEqualTo(real);
    }

    private Map<String, Set<String>> scraped() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        everything.metrics.bindTo(registry);
        Map<String, Set<String>> labels =
                new TreeMap<>(PrometheusText.parse(registry.scrape()).labels());
        labels.put("terrace_disk_free_bytes", Set.of()); // published by the disk tier
        return labels;
    }

    private static void checkExpression(String expression, Map<String, Set<String>> known) {
        List<String> names =
                METRIC.matcher(expression).results().map(found -> found.group()).toList();
        assertThat(names).as(expression).isNotEmpty();
        assertThat(known.keySet()).as(expression).containsAll(names);
        Matcher selector = Pattern.compile("(" + METRIC + ")\\{([^}]*)\\}").matcher(expression);
        while (selector.find()) {
            for (String part : selector.group(2).split(",", -1)) {
                assertThat(known.get(selector.group(1))).as(expression).contains(part.replaceAll("=.*", ""));
            }
        }
    }

    @Test
    void theDashboardAsksForMetricsThatAreThere() throws IOException {
        JsonNode dashboard = new JsonMapper().readTree(document("monitoring/grafana-dashboard.json"));
        Map<String, Set<String>> known = scraped();
        List<String> expressions = new ArrayList<>();
        dashboard
                .get("panels")
                .forEach(panel -> panel.get("targets")
                        .forEach(target -> expressions.add(target.get("expr").asString())));
        assertThat(expressions).hasSizeGreaterThan(15);
        expressions.forEach(expression -> checkExpression(expression, known));
    }

    @Test
    void theRulesAskForMetricsThatAreThere() throws IOException {
        JsonNode rules = new YAMLMapper().readTree(document("monitoring/prometheus-alerts.yml"));
        Map<String, Set<String>> known = scraped();
        JsonNode all = rules.get("groups").get(0).get("rules");
        assertThat(all.size()).isGreaterThanOrEqualTo(10);
        all.forEach(rule -> checkExpression(rule.get("expr").asString(), known));
    }
}
