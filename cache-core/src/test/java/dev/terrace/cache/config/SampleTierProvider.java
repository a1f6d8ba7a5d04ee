package dev.terrace.cache.config;

import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.util.ArrayList;
import java.util.Map;

/** Registered in {@code META-INF/services}, to be found. */
public final class SampleTierProvider implements TierProvider {

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("size", "a whole number");
    }

    @Override
    public Tier create(Map<String, String> settings) {
        return FakeTiers.provider(name(), new ArrayList<>(), settings()).create(settings);
    }
}
