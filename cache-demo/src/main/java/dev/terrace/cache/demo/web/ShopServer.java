package dev.terrace.cache.demo.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.terrace.cache.demo.shop.CachedShop;
import dev.terrace.cache.time.NamedThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shop's HTTP API on this machine: pages, prices, sales, and the switch of the cache. Safe for use by many threads. */
public final class ShopServer implements AutoCloseable {

    static {
        // Else the body of an answer waits for the acknowledgement of its head. Read once, before the first server is
        // made.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final Logger LOG = LoggerFactory.getLogger(ShopServer.class);
    private static final int THREADS = 8;
    private static final int FAILED = 500;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, NamedThreads.daemon("demo-shop"));

    /**
     * Starts it on the loopback address.
     *
     * @param port 0 for any free one
     * @param cacheSwitch told to put the cache in place, or to leave it aside
     */
    public ShopServer(CachedShop shop, int port, Consumer<Boolean> cacheSwitch) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot listen on port " + port + "; choose another with --shop-port=PORT", e);
        }
        ShopRoutes routes = new ShopRoutes(shop, cacheSwitch);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, routes));
        server.start();
    }

    private static void answer(HttpExchange exchange, ShopRoutes routes) throws IOException {
        try (exchange) {
            Reply reply;
            try {
                reply = routes.answer(exchange.getRequestMethod(), exchange.getRequestURI());
            } catch (Exception e) {
                LOG.error("request_failed uri={}", exchange.getRequestURI(), e);
                reply = Reply.problem(FAILED, "the shop failed: " + e, "see the demo's log");
            }
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            if (reply.by() != null) {
                exchange.getResponseHeaders().set("Answered-By", reply.by());
            }
            exchange.sendResponseHeaders(reply.status(), reply.body().length);
            exchange.getResponseBody().write(reply.body());
        }
    }

    /** Returns where it listens, as in {@code http://127.0.0.1:8071/}. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Frees the port. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
