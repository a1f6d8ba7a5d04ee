package dev.terrace.cache.server;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.server.api.Api;
import dev.terrace.cache.server.api.Backstage;
import dev.terrace.cache.server.http.Authentication;
import dev.terrace.cache.server.http.Router;
import io.javalin.Javalin;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The admin HTTP API and the dashboard of one manager, on a port of their own. {@code docs/operations.md} lists the routes.
 * Ends with the manager, or before with {@link #close}. Safe for use by many threads.
 *
 * <p>Costs the cache nothing while nobody asks.
 */
public final class AdminServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    private final Attachment attachment;
    private final Javalin javalin;
    private final URI address;
    private final List<Router.Route> routes;

    private AdminServer(Attachment attachment, Javalin javalin, URI address, List<Router.Route> routes) {
        this.attachment = attachment;
        this.javalin = javalin;
        this.address = address;
        this.routes = routes;
    }

    /** Begins a server for a manager. */
    public static AdminServerBuilder builder(CacheManager manager) {
        return new AdminServerBuilder(manager);
    }

    static AdminServer start(AdminServerBuilder builder) {
        Tokens configured = builder.tokens != null ? builder.tokens : Tokens.fromEnvironment(builder.environment);
        Tokens tokens = configured != null ? configured : Tokens.generated();
        Attachment attachment = new Attachment();
        builder.manager.attach(attachment);
        try {
            CacheMetrics own = builder.metrics == null ? CacheMetrics.of(builder.manager) : null;
            attachment.metrics = own;
            AdminServer server = start(builder, tokens, attachment);
            if (configured == null) {
                builder.announcement.accept("Admin token of " + server.address + " (shown once; set " + Tokens.ADMIN
                        + " to choose your own): " + tokens.admin());
            }
            return server;
        } catch (RuntimeException e) {
            attachment.close();
            throw e;
        }
    }

    private static AdminServer start(AdminServerBuilder builder, Tokens tokens, Attachment attachment) {
        CacheMetrics metrics = Objects.requireNonNull(builder.metrics != null ? builder.metrics : attachment.metrics);
        Backstage backstage = new Backstage(
                builder.manager,
                attachment.host(),
                metrics,
                builder.warmer,
                new Backstage.Rules(
                        builder.shownRegions,
                        builder.readiness,
                        builder.limits.bodyBytes(),
                        new Backstage.Room(
                                builder.limits.streams(),
                                builder.limits.jobs(),
                                builder.limits.listings(),
                                builder.limits.patience())));
        Api api = new Api(backstage);
        attachment.api = api;
        WebServer web = new WebServer(builder, new Authentication(tokens.admin(), tokens.viewer()));
        Javalin javalin = web.start(api);
        attachment.javalin = javalin;
        URI address = web.address(javalin);
        LOG.info("server_started address={}", address);
        return new AdminServer(attachment, javalin, address, web.routes());
    }

    /** The server as the manager sees it. */
    private static final class Attachment implements Extension {

        private @Nullable Host host;
        private @Nullable CacheMetrics metrics;
        private @Nullable Api api;
        private @Nullable Javalin javalin;
        private boolean isClosed;

        @Override
        public String name() {
            return "server";
        }

        @Override
        public void start(Host given) {
            host = given;
        }

        Host host() {
            return Objects.requireNonNull(host);
        }

        @Override
        public synchronized void close() {
            if (isClosed) {
                return;
            }
            isClosed = true;
            if (api != null) {
                api.close();
            }
            if (javalin != null) {
                javalin.stop();
                LOG.info("server_stopped");
            }
            if (metrics != null) {
                metrics.close();
            }
        }
    }

    /** Returns where the server listens, as in {@code http://127.0.0.1:8070/}. */
    public URI address() {
        return address;
    }

    /** Returns the port on which the server listens. */
    public int port() {
        return javalin.port();
    }

    List<Router.Route> routes() {
        return routes;
    }

    /** Ends jobs that can be ended and frees the port. Later calls do nothing. */
    @Override
    public void close() {
        attachment.close();
    }
}
