package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.tier.TierProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskTierProviderTest {

    private final DiskTierProvider provider = new DiskTierProvider();

    @Test
    void itIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(TierProvider.class)).hasAtLeastOneElementOfType(DiskTierProvider.class);
        assertThat(provider.name()).isEqualTo("disk");
    }

    @Test
    void withoutSettingsItIsOneGibibyteInTheFolderCache() {
        assertThat(provider.create(Map.of())).hasToString("DiskTier[cache, 1073741824 bytes]");
    }

    @Test
    void theSettingsAreUsed() {
        assertThat(provider.settings())
                .containsOnlyKeys("directory", "max-bytes", "wait-for-directory", "second-sight", "minimum-ttl");
        assertThat(provider.create(Map.of("directory", "a/b", "max-bytes", "64MiB")))
                .hasToString("DiskTier[a/b, 67108864 bytes]");
    }

    @Test
    void everySettingIsDescribed() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        assertThat(provider.settings())
                .allSatisfy((name, allowed) -> assertThat(page)
                        .contains("| `disk." + name + "` | `CACHE_DISK_"
                                + name.toUpperCase(Locale.ROOT).replace('-', '_') + "` | "));
    }

    @Test
    void aWrongSettingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("max-bytes", "much")))
                .withMessageContaining("max-bytes must be");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("max-bytes", "1000")))
                .withMessageContaining("max-bytes must be a size from 1MiB to 100GiB but was \"1000\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("directory", "a\0b")))
                .withMessageContaining("directory must be a path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("wait-for-directory", "2d")))
                .withMessageEndingWith("plain seconds, from 0s to 1d but was \"2d\"");
    }

    @Test
    void aManagerIsMadeFromTextAndIsWarmTheNextTime(@TempDir Path folder) {
        Map<String, String> environment =
                Map.of("CACHE_DISK_DIRECTORY", folder.toString(), "CACHE_DISK_MAX_BYTES", "4MiB");
        for (String expected : new String[] {null, "John"}) {
            try (CacheManager caches =
                    Configuration.fromEnvironment(environment).start()) {
                Cache<String> users = caches.cache("user", String.class);
                assertThat(users.get("123")).isEqualTo(expected);
                users.set("123", "John");
            }
        }
    }
}
