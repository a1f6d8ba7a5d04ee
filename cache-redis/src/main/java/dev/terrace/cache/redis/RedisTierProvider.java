package dev.terrace.cache.redis;

import dev.terrace.cache.config.SettingText;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the Redis tier from text settings, which {@code docs/redis.md} describes. Stateless. */
public final class RedisTierProvider implements TierProvider {

    private static final String URL = "url";
    private static final String PREFIX = "key-prefix";
    private static final String MODE = "mode";
    private static final String NODES = "nodes";
    private static final String MASTER_NAME = "master-name";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String SENTINEL_USER = "sentinel-user";
    private static final String SENTINEL_PASSWORD = "sentinel-password";
    private static final String TLS = "tls";
    private static final String TRUST_STORE = "trust-store";
    private static final String TRUST_STORE_PASSWORD = "trust-store-password";
    private static final String TIMEOUT = "timeout";
    private static final String CONNECTIONS = "connections";
    private static final String CONNECTION_WAIT = "connection-wait";
    private static final String BATCH = "batch";
    private static final String MAX_ENTRY = "max-entry-bytes";
    private static final String HEARTBEAT = "heartbeat";
    private static final String SILENCE = "silence-limit";
    private static final String MAX_DELAY = "max-delay";
    private static final String FAILOVER_WINDOW = "failover-window";

    private static final String FOREIGN_WRITERS = "foreign-writers";

    private static final String DURATION = "a duration such as 250ms, 2s, 1m or plain seconds, ";

    /** Made by the service loader. */
    public RedisTierProvider() {}

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry(URL, "an address such as redis://localhost:6379 or rediss://user:password@host:6379/0"),
                Map.entry(PREFIX, "1 to 64 letters, digits, dots, colons, dashes and underscores"),
                Map.entry(MODE, "standalone, sentinel or cluster"),
                Map.entry(NODES, "host:port of sentinels or cluster nodes, separated by commas"),
                Map.entry(MASTER_NAME, "the name after \"sentinel monitor\""),
                Map.entry(USER, "the name of an ACL user"),
                Map.entry(PASSWORD, "any text"),
                Map.entry(SENTINEL_USER, "the name of an ACL user of the sentinels"),
                Map.entry(SENTINEL_PASSWORD, "any text"),
                Map.entry(TLS, "true or false"),
                Map.entry(TRUST_STORE, "the path of a key store"),
                Map.entry(TRUST_STORE_PASSWORD, "any text"),
                Map.entry(TIMEOUT, DURATION + "from 1ms to 60s"),
                Map.entry(CONNECTIONS, "a whole number from 1 to 10000"),
                Map.entry(CONNECTION_WAIT, DURATION + "from 0s to 60s"),
                Map.entry(BATCH, "a whole number from 1 to 10000"),
                Map.entry(MAX_ENTRY, "a size such as 8MiB or plain bytes, from 1KiB to 128MiB"),
                Map.entry(HEARTBEAT, DURATION + "from 10ms to 1h"),
                Map.entry(SILENCE, DURATION + "from two heartbeats to 1h"),
                Map.entry(MAX_DELAY, DURATION + "from 10ms to 1h"),
                Map.entry(FAILOVER_WINDOW, DURATION + "from 0s to 1h"),
                Map.entry(FOREIGN_WRITERS, "true or false"));
    }

    @Override
    public Tier create(Map<String, String> settings) {
        RedisSettings made = deployed(settings);
        made = made.withPrefix(settings.getOrDefault(PREFIX, RedisSettings.PREFIX));
        made = loggedIn(made, settings);
        made = encrypted(made, settings).withForeignWriters(Boolean.TRUE.equals(flag(FOREIGN_WRITERS, settings)));
        return new RedisTier(
                made.withLimits(limits(made.limits(), settings)).withTiming(timing(made.timing(), settings)));
    }

    private static RedisSettings deployed(Map<String, String> settings) {
        String url = settings.get(URL);
        String nodes = settings.get(NODES);
        String mode = settings.getOrDefault(MODE, "standalone").toLowerCase(Locale.ROOT);
        if (mode.equals("standalone")) {
            if (url == null || nodes != null) {
                throw new IllegalArgumentException(
                        url == null
                                ? URL + " must be set in the mode standalone, for example redis://localhost:6379"
                                : NODES + " must not be set in the mode standalone; set " + MODE
                                        + " to sentinel or cluster, or leave it out");
            }
            return RedisUrl.parse(url);
        }
        if (!mode.equals("sentinel") && !mode.equals("cluster")) {
            throw new IllegalArgumentException(
                    MODE + " must be standalone, sentinel or cluster but was \"" + mode + "\"");
        }
        return manyNodes(mode, nodes, url, settings.getOrDefault(MASTER_NAME, ""));
    }

    /** User, password, database and TLS may come from an address, whose host is one more node. */
    private static RedisSettings manyNodes(
            String mode, @Nullable String nodes, @Nullable String url, String masterName) {
        boolean sentinel = mode.equals("sentinel");
        if (nodes == null && (url == null || sentinel)) {
            throw new IllegalArgumentException(NODES + " must be set in the mode " + mode + ", for example "
                    + (sentinel ? "sentinel1:26379,sentinel2:26379" : "node1:6379,node2:6379"));
        }
        int port = sentinel ? HostPort.SENTINEL_PORT : HostPort.REDIS_PORT;
        RedisSettings base = url == null ? null : RedisUrl.parse(url);
        Deployment deployment = new Deployment(
                sentinel ? Deployment.Mode.SENTINEL : Deployment.Mode.CLUSTER,
                nodes != null ? RedisUrl.nodes(port, nodes.split(",")) : nodesOf(base),
                masterName);
        RedisSettings made = RedisSettings.of(deployment);
        return base == null
                ? made
                : made.withLogin(base.login()).withTls(base.tls()).withDatabase(base.database());
    }

    private static java.util.List<HostPort> nodesOf(@Nullable RedisSettings base) {
        return base == null ? java.util.List.of() : base.deployment().nodes();
    }

    private static RedisSettings loggedIn(RedisSettings made, Map<String, String> settings) {
        RedisSettings result = made;
        if (settings.containsKey(PASSWORD) || settings.containsKey(USER)) {
            result = result.withLogin(login(settings.get(USER), settings.get(PASSWORD)));
        }
        if (settings.containsKey(SENTINEL_PASSWORD) || settings.containsKey(SENTINEL_USER)) {
            result = result.withSentinelLogin(login(settings.get(SENTINEL_USER), settings.get(SENTINEL_PASSWORD)));
        }
        return result;
    }

    private static Login login(@Nullable String user, @Nullable String password) {
        return new Login(user, password == null ? null : new Secret(password));
    }

    private static RedisSettings encrypted(RedisSettings made, Map<String, String> settings) {
        Boolean wanted = flag(TLS, settings);
        String store = settings.get(TRUST_STORE);
        if (store != null) {
            String password = settings.get(TRUST_STORE_PASSWORD);
            return made.withTls(new Tls(path(store), password == null ? null : new Secret(password)));
        }
        return wanted == null ? made : made.withTls(wanted ? Tls.SYSTEM : null);
    }

    private static @Nullable Boolean flag(String name, Map<String, String> settings) {
        String text = settings.get(name);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(name + " must be true or false but was \"" + text + "\"");
        }
        return text == null ? null : Boolean.valueOf(text);
    }

    private static Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(
                    TRUST_STORE + " must be a path but was \"" + text + "\": " + e.getReason());
        }
    }

    private static Limits limits(Limits standard, Map<String, String> settings) {
        long bytes = settings.containsKey(MAX_ENTRY)
                ? SettingText.bytes(MAX_ENTRY, settings.get(MAX_ENTRY))
                : standard.entryBytes();
        return new Limits(
                number(CONNECTIONS, settings, standard.connections()),
                duration(TIMEOUT, settings, standard.timeout()),
                duration(CONNECTION_WAIT, settings, standard.patience()),
                number(BATCH, settings, standard.chunk()),
                (int) Math.min(Integer.MAX_VALUE, bytes));
    }

    private static Timing timing(Timing standard, Map<String, String> settings) {
        return new Timing(
                duration(HEARTBEAT, settings, standard.heartbeat()),
                duration(SILENCE, settings, standard.silence()),
                duration(MAX_DELAY, settings, standard.maxDelay()),
                duration(FAILOVER_WINDOW, settings, standard.failoverWindow()));
    }

    private static Duration duration(String name, Map<String, String> settings, Duration standard) {
        String text = settings.get(name);
        return text == null ? standard : SettingText.duration(name, text);
    }

    private static int number(String name, Map<String, String> settings, int standard) {
        String text = settings.get(name);
        if (text == null) {
            return standard;
        }
        if (!text.matches("\\d{1,9}")) {
            throw new IllegalArgumentException(name + " must be a whole number but was \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }
}
