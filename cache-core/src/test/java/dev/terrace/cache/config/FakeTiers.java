package dev.terrace.cache.config;

import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Providers of tiers that only have a name; what they were made from, and whether they were closed, is kept. */
final class FakeTiers {

    static final TierCatalog CATALOG = catalog(new ArrayList<>());
    static final TierCatalog NONE = TierCatalog.of(List.of());

    private FakeTiers() {}

    /** Returns a catalog with disk, redis and a tier of a stranger; what happens goes to the events. */
    static TierCatalog catalog(List<String> events) {
        return TierCatalog.of(List.of(
                provider("redis", events, Map.of("url", "", "key-prefix", "", "password", "", "pool-size", "")),
                provider("attic", events, Map.of("floor", "")),
                provider("disk", events, Map.of("directory", "", "max-bytes", "", "sync-interval", ""))));
    }

    static TierProvider provider(String name, List<String> events, Map<String, String> settings) {
        return new Provider(name, events, settings);
    }

    private record Provider(String name, List<String> events, Map<String, String> settings) implements TierProvider {

        @Override
        public Tier create(Map<String, String> given) {
            if (given.containsValue("bad") || given.containsKey("password")) {
                throw new IllegalArgumentException("settings must be good but were " + given + "; mend them");
            }
            events.add(name + " made from " + new TreeMap<>(given));
            Class<?> kind = name.equals("redis") ? SharedTier.class : Tier.class;
            return (Tier) Proxy.newProxyInstance(
                    kind.getClassLoader(), new Class<?>[] {kind}, (tier, method, arguments) -> {
                        if (method.getName().equals("close")) {
                            events.add(name + " closed");
                        }
                        return method.getName().equals("name") ? name : null;
                    });
        }
    }
}
