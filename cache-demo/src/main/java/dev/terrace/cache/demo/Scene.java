package dev.terrace.cache.demo;

import dev.terrace.cache.demo.load.Ledger;
import dev.terrace.cache.demo.load.Traffic;
import dev.terrace.cache.demo.shop.Progress;
import dev.terrace.cache.demo.shop.ShopDatabase;
import dev.terrace.cache.demo.shop.ShopFiles;
import dev.terrace.cache.demo.web.ShopServer;
import dev.terrace.cache.server.AdminServer;
import dev.terrace.cache.server.Tokens;
import dev.terrace.cache.time.TimeSource;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** All that runs in a demo: database, cache, the shop's server, the admin server, and the people. Nobody comes by himself. */
final class Scene implements AutoCloseable {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Consumer<String> news;
    private final TimeSource time;
    private final ShopDatabase database;
    private final ShopCache cache;
    private final Ledger ledger;
    private final ShopServer shopServer;
    private final AdminServer adminServer;
    private final Traffic traffic;

    /**
     * Opens everything.
     *
     * @param redis the address of a Redis; null for none
     * @param tokens for the admin server
     * @param time says what time of day it is in the shop, and how long things take
     * @param stage watches how the database is filled, and hears in a line what happens later
     */
    Scene(Options options, @Nullable String redis, Tokens tokens, TimeSource time, Progress stage) throws SQLException {
        this.time = time;
        news = stage::say;
        try {
            Home home = keep(new Home(options.folder()));
            database = keep(open(options, home, stage));
            cache = ShopCache.open(database, home, redis, news);
            keep(cache.caches());
            ledger = new Ledger(time, database::queries);
            shopServer = keep(new ShopServer(
                    cache.shop(), FreePort.of("--shop-port", options.ports().shop(), Options.SHOP_PORT), this::cached));
            adminServer = AdminServer.builder(cache.caches())
                    .port(FreePort.of("--port", options.ports().dashboard(), Options.DASHBOARD_PORT))
                    .metrics(cache.metrics())
                    .warmer(cache.warmer())
                    .tokens(tokens)
                    .showValuesOf(region -> true)
                    .start();
            traffic = keep(new Traffic(time, shopServer.address(), options.size(), ledger, news));
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** What was cached of another database is of no use. */
    private static ShopDatabase open(Options options, Home home, Progress stage) throws SQLException {
        ShopFiles files = home.database();
        String before = files.identity();
        ShopDatabase opened = files.open(options.size(), stage);
        if (!opened.identity().equals(before)) {
            home.forget();
        }
        return opened;
    }

    private <T extends AutoCloseable> T keep(T part) {
        parts.push(part);
        return part;
    }

    /** Puts the cache in place, or leaves it aside. */
    void cached(boolean on) {
        if (cache.shop().isCached() != on) {
            cache.shop().cached(on);
            ledger.cached(on);
            news.accept(on ? "the cache is on" : "the cache is off: every page is made by the database");
        }
    }

    TimeSource time() {
        return time;
    }

    ShopDatabase database() {
        return database;
    }

    ShopCache cache() {
        return cache;
    }

    Ledger ledger() {
        return ledger;
    }

    ShopServer shopServer() {
        return shopServer;
    }

    AdminServer adminServer() {
        return adminServer;
    }

    Traffic traffic() {
        return traffic;
    }

    List<String> tiers() {
        return cache.tiers();
    }

    /** Sends the people home, and closes everything in the reverse order. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                first = first != null ? first : new IllegalStateException("a part of the demo did not close", e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
