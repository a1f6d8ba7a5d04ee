package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.util.Map;

/** The provider of {@code docs/writing-a-tier.md}. */
public final class HeapTierProvider implements TierProvider {

    @Override
    public String name() {
        return "heap";
    }

    @Override
    public Map<String, String> settings() {
        return Map.of("maximum-bytes", "a whole number greater than zero");
    }

    @Override
    public Tier create(Map<String, String> settings) {
        String bytes = settings.getOrDefault("maximum-bytes", "67108864");
        if (!bytes.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(
                    "maximum-bytes must be a whole number greater than zero but was \"" + bytes + "\"");
        }
        return new HeapTier("heap", Long.parseLong(bytes));
    }
}
