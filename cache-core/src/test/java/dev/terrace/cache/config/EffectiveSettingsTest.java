package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.tier.Tier;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a configuration tells of itself. */
class EffectiveSettingsTest {

    private static Configuration of(Map<String, String> environment) {
        return Configuration.fromEnvironment(environment, FakeTiers.CATALOG);
    }

    @Test
    void showsWhatWasGivenAndTheDefaultsOfTheRest() {
        Map<String, String> effective = of(Map.of("CACHE_L1_MAX_MEMORY_MB", "200", "CACHE_DISK_MAX_BYTES", "2GB"))
                .effective();

        assertThat(effective)
                .containsEntry("backend", "layered")
                .containsEntry("memory.max-bytes", "200MB")
                .containsEntry("disk.max-bytes", "2GB")
                .containsEntry("disk.directory", "cache")
                .containsEntry("defaults.codec", "smile")
                .doesNotContainKeys("redis.url", "encryption-keys", "config-file");
    }

    @Test
    void leavesOutTiersThatAreNotUsed() {
        assertThat(of(Map.of("CACHE_L1_MAX_MEMORY_MB", "512MiB")).effective())
                .containsEntry("memory.max-bytes", "512MiB")
                .doesNotContainKey("disk.max-bytes");
    }

    @Test
    void neverShowsPasswordsAndKeys() {
        String key = "1:" + "A".repeat(43) + "=";
        Map<String, String> effective = of(Map.of(
                        "CACHE_REDIS_URL", "redis://user:secret@localhost:6379", "CACHE_ENCRYPTION_KEYS", key))
                .effective();

        assertThat(effective)
                .containsEntry("redis.url", "redis://***@localhost:6379")
                .containsEntry("encryption-keys", "***");
    }

    @Test
    void namesRegionsAndTheirSettings() {
        Configuration configuration = Configuration.fromYaml("""
                ttl-table: {'news:*': 15m}
                regions:
                  user: {ttl: 2d}
                """);

        assertThat(configuration.regions()).containsExactly("user");
        assertThat(configuration.effective())
                .containsEntry("regions.user.ttl", "2d")
                .containsEntry("ttl-table.news:*", "15m");
    }

    @Test
    void makesItsTiersWithoutAManager() {
        List<Tier> tiers = of(Map.of("CACHE_DISK_MAX_BYTES", "2GB")).tiers();

        assertThat(tiers).extracting(Tier::name).containsExactly("disk");
        tiers.forEach(Tier::close);
    }
}
