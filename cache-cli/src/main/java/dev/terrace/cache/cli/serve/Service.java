package dev.terrace.cache.cli.serve;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.cli.console.Failure;
import dev.terrace.cache.config.Configuration;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.MetricsSettings;
import dev.terrace.cache.metrics.alert.Webhook;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.server.AdminServer;
import dev.terrace.cache.server.AdminServerBuilder;
import dev.terrace.cache.server.TlsKeyStore;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import dev.terrace.cache.warming.WarmingReport;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** A manager with all that looks after it. Closing it closes every tier. */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);
    private static final String KEY_STORE_PASSWORD = "TERRACE_KEY_STORE_PASSWORD";

    private final CacheManager manager;
    private final Warmer warmer;
    private final AdminServer server;
    private final AtomicBoolean isReady;

    private Service(CacheManager manager, Warmer warmer, AdminServer server, AtomicBoolean isReady) {
        this.manager = manager;
        this.warmer = warmer;
        this.server = server;
        this.isReady = isReady;
    }

    /**
     * Starts everything; what was started ends again if something fails.
     *
     * @param announcement told a token that was made, once
     */
    static Service start(
            Configuration configuration,
            ServeOptions options,
            Map<String, String> environment,
            Consumer<String> announcement) {
        CacheManager manager = configuration.start();
        try {
            CacheMetrics metrics = CacheMetrics.of(manager, settings -> measuring(settings, options));
            Warmer warmer = Warmer.attach(manager);
            options.regions.forEach(name -> make(name, manager, warmer));
            AtomicBoolean isReady = new AtomicBoolean(options.warmAtStart == null);
            AdminServerBuilder server = AdminServer.builder(manager)
                    .host(options.host)
                    .port(options.port)
                    .environment(environment)
                    .announceTo(announcement)
                    .metrics(metrics)
                    .warmer(warmer)
                    .readyWhen(isReady::get)
                    .showValuesOf(options.shownRegions::contains);
            if (options.keyStore != null) {
                server.tls(new TlsKeyStore(options.keyStore, password(environment)));
            }
            return new Service(manager, warmer, server.start(), isReady);
        } catch (RuntimeException e) {
            manager.close();
            throw isNoRoom(e)
                    ? Failure.of(
                            "port " + options.port + " of " + options.host + " is taken, or not for this user",
                            "pass another --port; 0 takes any free one")
                    : e;
        }
    }

    private static boolean isNoRoom(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof BindException);
    }

    private static MetricsSettings measuring(MetricsSettings usual, ServeOptions options) {
        MetricsSettings settings = options.reportsFolder == null ? usual : usual.folder(options.reportsFolder);
        return options.alertWebhook == null ? settings : settings.webhook(Webhook.to(options.alertWebhook));
    }

    private static String password(Map<String, String> environment) {
        String password = environment.get(KEY_STORE_PASSWORD);
        if (password == null) {
            throw Failure.usage(
                    "--key-store is given, but " + KEY_STORE_PASSWORD + " is not set", "set it to the password");
        }
        return password;
    }

    /** Makes a region of JSON documents. Nothing can be loaded, so warming copies up what the tiers below have. */
    private static void make(String name, CacheManager manager, Warmer warmer) {
        Cache<JsonNode> region = manager.cache(name, JsonNode.class, settings -> settings.loading(LoadPolicy.PLAIN));
        warmer.register(
                name,
                Source.batch(region, keys -> Map.of())
                        .allKeys(() -> manager.keys(name + ":*").map(key -> key.substring(name.length() + 1))));
    }

    /** Warms for at most that time, then says that the server is ready; null for at once. */
    void warm(@Nullable Duration atMost) {
        if (atMost != null) {
            WarmingReport report = warmer.warmAtStart(atMost);
            LOG.info("serve_warmed copied={}", report.counts().copied());
        }
        isReady.set(true);
    }

    URI address() {
        return server.address();
    }

    @Override
    public void close() {
        manager.close();
    }
}
