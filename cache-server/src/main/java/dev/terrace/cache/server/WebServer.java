package dev.terrace.cache.server;

import dev.terrace.cache.server.api.Api;
import dev.terrace.cache.server.http.AuditLog;
import dev.terrace.cache.server.http.Authentication;
import dev.terrace.cache.server.http.EarlyRefusal;
import dev.terrace.cache.server.http.Gatehouse;
import dev.terrace.cache.server.http.Router;
import dev.terrace.cache.server.web.Dashboard;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.net.URI;
import java.util.List;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Javalin and Jetty as this server uses them. */
final class WebServer {

    private static final int MOST_THREADS = 32;
    private static final int FEWEST_THREADS = 4;
    private static final int IDLE_MILLIS = 30_000;
    private static final int HEADER_BYTES = 8 << 10;

    private final AdminServerBuilder settings;
    private final Authentication authentication;
    private List<Router.Route> routes = List.of();

    WebServer(AdminServerBuilder settings, Authentication authentication) {
        this.settings = settings;
        this.authentication = authentication;
    }

    Javalin start(Api api) {
        return Javalin.create(config -> configure(config, api)).start();
    }

    private void configure(JavalinConfig config, Api api) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = settings.limits.bodyBytes();
        config.http.asyncTimeout = 0;
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.jetty.threadPool = threads();
        config.jetty.modifyHttpConfiguration(WebServer::harden);
        config.jetty.addConnector(this::connector);
        config.jetty.modifyServer(this::limit);
        new Gatehouse(authentication, new AuditLog(), settings.keyStore != null).guard(config.routes);
        Router router = new Router(config.routes);
        api.addTo(router);
        new Dashboard().addTo(router);
        routes = router.routes();
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS);
        threads.setName("terrace-http");
        threads.setDaemon(true);
        return threads;
    }

    /** Keys may hold anything, encoded slashes and dots too; nothing here maps a path to a file. */
    private static void harden(HttpConfiguration http) {
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setUriCompliance(UriCompliance.RFC3986.with(
                "TERRACE",
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_SEGMENT,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
    }

    private Connector connector(Server server, HttpConfiguration http) {
        ServerConnector connector;
        if (settings.keyStore == null) {
            connector = new ServerConnector(server, new HttpConnectionFactory(http));
        } else {
            http.addCustomizer(new SecureRequestCustomizer(false));
            connector = new ServerConnector(
                    server,
                    new SslConnectionFactory(settings.keyStore.contextFactory(), "http/1.1"),
                    new HttpConnectionFactory(http));
        }
        connector.setHost(settings.host);
        connector.setPort(settings.port);
        connector.setIdleTimeout(IDLE_MILLIS);
        return connector;
    }

    private void limit(Server server) {
        server.addBean(new NetworkConnectionLimit(settings.limits.connections(), server));
        server.setErrorHandler(new EarlyRefusal());
        server.setStopTimeout(0);
    }

    URI address(Javalin javalin) {
        String scheme = settings.keyStore == null ? "http" : "https";
        String host = settings.host.indexOf(':') >= 0 ? "[" + settings.host + "]" : settings.host;
        return URI.create(scheme + "://" + host + ":" + javalin.port() + "/");
    }

    List<Router.Route> routes() {
        return routes;
    }
}
