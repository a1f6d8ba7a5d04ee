package dev.terrace.cache.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.warming.Warmer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents say of meters is so for a manager with all tiers, on a Redis that runs, with a warmer. */
class MetersIT {

    private static final Path DOCUMENTS =
            Path.of("").toAbsolutePath().getParent().resolve("docs");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(terrace\\.[^`]+)` \\|");
    private static final Pattern SCRAPED = Pattern.compile("(?m)^((?:cache|terrace)_[a-z_]+)[{ ]");
    private static final Pattern ASKED = Pattern.compile("\\b(?:cache|terrace)_[a-z_]+");

    @TempDir
    private static Path folder;

    private static RedisServer redis;
    private static CacheManager manager;
    private static CacheMetrics metrics;
    private static final PrometheusMeterRegistry REGISTRY = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @BeforeAll
    static void start() {
        redis = RedisServer.start();
        manager = CacheManager.builder()
                .tier(DiskTier.at(folder).maximumBytes(32 << 20))
                .tier(RedisTier.at(redis.uri()))
                .build();
        Warmer.attach(manager);
        metrics = CacheMetrics.of(manager);
        Cache<String> users = manager.cache("user", String.class);
        users.set("a", "1");
        users.get("a");
        users.get("b", key -> "loaded");
        manager.clear("memory");
        users.get("a");
        users.delete("a");
        metrics.bindTo(REGISTRY);
    }

    @AfterAll
    static void stop() {
        metrics.close();
        manager.close();
        redis.close();
        REGISTRY.close();
    }

    private static String document(String name) throws IOException {
        return Files.readString(DOCUMENTS.resolve(name));
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(match.groupCount()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMeterOfATierOrModuleIsDocumentedAndTheOthersAreThere() throws IOException {
        Set<String> documented = found(ROW, document("metrics.md"));
        Set<String> real = REGISTRY.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("terrace."))
                .map(name -> documented.contains(name)
                        ? name
                        : name.replaceFirst("^terrace\\.(disk|redis)\\.(aside|distrusted)$", "terrace.<tier>.$2"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> missing = new TreeSet<>(documented);
        missing.remove("terrace.tier.errors"); // registered with the first error
        assertThat(real).containsAll(missing);
        assertThat(documented).containsAll(real);
    }

    @Test
    void rulesAndDashboardAskForWhatIsScraped() throws IOException {
        Set<String> scraped = found(SCRAPED, REGISTRY.scrape());
        assertThat(scraped).hasSizeGreaterThan(60);
        for (String name : Set.of("monitoring/prometheus-alerts.yml", "monitoring/grafana-dashboard.json")) {
            Set<String> asked = found(ASKED, document(name));
            asked.remove("terrace_tier_errors_total");
            assertThat(asked).isNotEmpty();
            assertThat(scraped).as(name).containsAll(asked);
        }
    }
}
