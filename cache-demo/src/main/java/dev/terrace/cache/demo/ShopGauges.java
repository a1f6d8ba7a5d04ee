package dev.terrace.cache.demo;

import dev.terrace.cache.demo.shop.CachedShop;
import dev.terrace.cache.demo.shop.ShopDatabase;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.tier.Gauges;
import java.util.Map;

/** Numbers of the shop among those of its cache, for the dashboard and for alerts. */
record ShopGauges(ShopDatabase database, CachedShop shop) implements Extension, Gauges {

    /** 1 while the cache is left aside. */
    static final String CACHE_OFF = "cache.off";

    @Override
    public String name() {
        return "shop";
    }

    @Override
    public void start(Host host) {
        // Needs nothing of the manager.
    }

    @Override
    public Map<String, Double> gauges() {
        return Map.of("database.queries", (double) database.queries(), CACHE_OFF, shop.isCached() ? 0.0 : 1.0);
    }

    @Override
    public void close() {
        // The shop ends by itself.
    }
}
