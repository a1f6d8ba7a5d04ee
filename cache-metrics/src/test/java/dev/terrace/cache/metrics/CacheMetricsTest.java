package dev.terrace.cache.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.HeapTier;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A manager seen through a scrape. */
class CacheMetricsTest {

    private final FakeTime time = new FakeTime();
    private final CacheManager manager = CacheManager.builder()
            .time(time)
            .executor(Runnable::run)
            .tier(new HeapTier("disk", 1 << 20))
            .build();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final CacheMetrics metrics = CacheMetrics.of(manager);

    @AfterEach
    void close() {
        metrics.close();
        manager.close();
        registry.close();
        assertThat(time.pendingTasks()).isZero();
        assertThat(time.failures()).isEmpty();
    }

    private PrometheusText scrape() {
        time.advance(Duration.ofSeconds(1));
        return PrometheusText.parse(registry.scrape());
    }

    @Test
    void everyRegionAndTierIsInTheScrape() {
        Cache<String> users = manager.cache("user", String.class);
        users.set("a", "1");
        users.get("a");
        users.get("a");
        users.get("none");
        metrics.bindTo(registry);
        PrometheusText text = scrape();
        assertThat(text.value("cache_gets_total{cache=\"user\",result=\"hit\"}"))
                .isEqualTo(2);
        assertThat(text.value("cache_gets_total{cache=\"user\",result=\"miss\"}"))
                .isEqualTo(1);
        assertThat(text.value("cache_puts_total{cache=\"user\"}")).isEqualTo(1);
        assertThat(text.value("cache_size{cache=\"user\"}")).isEqualTo(1);
        assertThat(text.value("terrace_tier_gets_total{cache=\"user\",result=\"hit\",tier=\"memory\"}"))
                .isEqualTo(2);
        assertThat(text.value("terrace_tier_entries{tier=\"disk\"}")).isEqualTo(1);
        assertThat(text.value("terrace_tier_limit_bytes{tier=\"disk\"}")).isEqualTo(1 << 20);
        assertThat(text.value("terrace_alerts_firing{alert=\"hitRatioLow\",severity=\"warning\"}"))
                .isZero();
        assertThat(text.value("terrace_barriers_active")).isZero();
    }

    @Test
    void aRegionMadeAfterTheRegistryWasBoundIsThereWithinFiveSeconds() {
        metrics.bindTo(registry);
        manager.cache("late", String.class).get("x");
        time.advance(Duration.ofSeconds(5));
        assertThat(scrape().value("cache_gets_total{cache=\"late\",result=\"miss\"}"))
                .isEqualTo(1);
    }

    @Test
    void aResetOfTheStatisticsDoesNotSetCountersBack() {
        Cache<String> users = manager.cache("user", String.class);
        metrics.bindTo(registry);
        users.get("none");
        manager.resetStats();
        users.get("none");
        assertThat(scrape().value("cache_gets_total{cache=\"user\",result=\"miss\"}"))
                .isEqualTo(2);
    }

    @Test
    void severalRegistriesShowTheSame() {
        PrometheusMeterRegistry other = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        manager.cache("user", String.class).get("none");
        metrics.bindTo(registry).bindTo(other);
        assertThat(PrometheusText.parse(other.scrape()).samples()).isEqualTo(scrape().samples());
        other.close();
    }

    @Test
    void aClosedManagerLeavesItsLastValues() {
        manager.cache("user", String.class).get("none");
        metrics.bindTo(registry);
        double before = scrape().value("cache_gets_total{cache=\"user\",result=\"miss\"}");
        manager.close();
        assertThat(scrape().value("cache_gets_total{cache=\"user\",result=\"miss\"}"))
                .isEqualTo(before);
        time.advance(Duration.ofMinutes(1));
    }

    @Test
    void worksOnItsOwnClockAndThread() {
        try (CacheManager own = CacheManager.builder().build();
                CacheMetrics ofOwn = CacheMetrics.of(own)) {
            own.cache("user", String.class).get("none");
            assertThat(ofOwn.statistics()
                            .manager()
                            .cumulative()
                            .counts()
                            .requests()
                            .misses())
                    .isEqualTo(1);
            assertThat(ofOwn.alerts()).isEmpty();
        }
    }

    @Test
    @SuppressWarnings("NullAway")
    void misuseIsNamed() {
        assertThatThrownBy(() -> CacheMetrics.of(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("manager must not be null");
        assertThatThrownBy(() -> metrics.bindTo(null)).hasMessageContaining("registry must not be null");
        assertThatThrownBy(() -> CacheMetrics.of(manager, settings -> settings.reportEvery(Duration.ofSeconds(1))))
                .hasMessageContaining("reportEvery must be at least PT5M but was PT1S");
    }
}
