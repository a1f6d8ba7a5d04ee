package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.tier.TierProvider;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTierProviderTest {

    private final RedisTierProvider provider = new RedisTierProvider();

    @Test
    void itIsFoundOnTheClassPath() {
        assertThat(ServiceLoader.load(TierProvider.class)).hasAtLeastOneElementOfType(RedisTierProvider.class);
        assertThat(provider.name()).isEqualTo("redis");
    }

    @Test
    void anAddressIsEnough() {
        assertThat(provider.create(Map.of("url", "redis://localhost:6379")))
                .hasToString("RedisTier[localhost:6379][prefix=terrace]");
    }

    @Test
    void sentinelsAndClusterNodesAreListed() {
        assertThat(provider.create(Map.of("mode", "sentinel", "nodes", "a, b:1", "master-name", "m")))
                .hasToString("RedisTier[a:26379, b:1][prefix=terrace]");
        assertThat(provider.create(Map.of("mode", "cluster", "nodes", "a,[::1]:7000", "key-prefix", "shop")))
                .hasToString("RedisTier[a:6379, [::1]:7000][prefix=shop]");
        assertThat(provider.create(Map.of("mode", "cluster", "url", "rediss://u:p@a:7000")))
                .hasToString("RedisTier[a:7000][prefix=terrace]");
    }

    @Test
    void allSettingsAreTaken() {
        Map<String, String> all = Map.ofEntries(
                Map.entry("url", "redis://localhost:6379/2"),
                Map.entry("key-prefix", "shop"),
                Map.entry("mode", "standalone"),
                Map.entry("user", "app"),
                Map.entry("password", "secret"),
                Map.entry("sentinel-user", "watcher"),
                Map.entry("sentinel-password", "secret"),
                Map.entry("tls", "true"),
                Map.entry("timeout", "300ms"),
                Map.entry("connections", "8"),
                Map.entry("connection-wait", "20ms"),
                Map.entry("batch", "100"),
                Map.entry("max-entry-bytes", "1MiB"),
                Map.entry("heartbeat", "1s"),
                Map.entry("silence-limit", "3s"),
                Map.entry("max-delay", "1m"),
                Map.entry("failover-window", "5s"),
                Map.entry("foreign-writers", "true"));
        assertThat(provider.settings()).containsKeys(all.keySet().toArray(new String[0]));
        assertThat(provider.create(all)).hasToString("RedisTier[localhost:6379][prefix=shop]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    mode            | ring      | mode must be standalone, sentinel or cluster but was "ring"
                    nodes           | a:1       | nodes must not be set in the mode standalone
                    connections     | 0         | connections must be 1 to 10000 but was 0
                    connections     | many      | connections must be a whole number but was "many"
                    timeout         | 2m        | timeout must be PT0.001S to PT1M but was PT2M
                    timeout         | soon      | timeout must be a duration
                    silence-limit   | 600ms     | silence limit must be at least two heartbeats
                    max-entry-bytes | 1GB       | maximum entry bytes must be 1024 to 134217728 but was 1000000000
                    max-entry-bytes | 9GB       | maximum entry bytes must be 1024 to 134217728
                    key-prefix      | a b       | prefix must be 1 to 64 letters
                    tls             | perhaps   | tls must be true or false but was "perhaps"
                    foreign-writers | some      | foreign-writers must be true or false but was "some"
                    trust-store     | not-there | trust store must be a readable file but was not-there
                    user            | app       | a user needs a password
                    master-name     | m         | a master name must be given for Sentinel and for nothing else
                    """)
    void aWrongSettingIsNamed(String name, String value, String message) {
        Map<String, String> settings = name.equals("master-name")
                ? Map.of("mode", "cluster", "nodes", "a", name, value)
                : Map.of("url", "redis://localhost", name, value);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(settings))
                .withMessageContaining(message);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of()))
                .withMessageContaining("url must be set in the mode standalone, for example redis://localhost:6379");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("mode", "sentinel", "url", "redis://a")))
                .withMessageContaining("nodes must be set in the mode sentinel, for example sentinel1:26379");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("mode", "sentinel", "nodes", "a")))
                .withMessageContaining("a master name must be given for Sentinel");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("mode", "cluster")))
                .withMessageContaining("nodes must be set in the mode cluster, for example node1:6379");
    }
}
