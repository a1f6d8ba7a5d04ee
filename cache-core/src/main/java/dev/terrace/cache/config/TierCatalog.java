package dev.terrace.cache.config;

import dev.terrace.cache.tier.SharedTier;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The tiers whose modules are on the class path.
 *
 * @param providers by the name of the tier
 */
record TierCatalog(Map<String, TierProvider> providers) {

    static final String DISK = "disk";
    static final String REDIS = "redis";

    private static final Map<String, String> ARTIFACTS =
            Map.of(DISK, "dev.terrace:cache-disk", REDIS, "dev.terrace:cache-redis");

    /** Takes a copy. */
    TierCatalog {
        providers = Map.copyOf(providers);
    }

    /** Makes a catalog. */
    static TierCatalog of(Iterable<? extends TierProvider> providers) {
        Map<String, TierProvider> byName = new TreeMap<>();
        for (TierProvider provider : providers) {
            TierProvider other = byName.put(provider.name(), provider);
            if (other != null) {
                throw new IllegalArgumentException("tier " + provider.name() + " is provided by both "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName() + "; take one of them off the class path");
            }
        }
        return new TierCatalog(byName);
    }

    /** Looks at the class path. */
    static TierCatalog discover() {
        return of(ServiceLoader.load(TierProvider.class));
    }

    /** Returns true if the tier is Terrace's own or on the class path. */
    boolean knows(String tier) {
        return ARTIFACTS.containsKey(tier) || providers.containsKey(tier);
    }

    /** Returns the settings that a tier takes; empty if it is not on the class path. */
    Map<String, String> settingsOf(String tier) {
        TierProvider provider = providers.get(tier);
        return provider == null ? Map.of() : provider.settings();
    }

    /** Returns the end of a sentence that says what to add for a missing tier; null if it is there. */
    @Nullable
    String missing(String tier) {
        return providers.containsKey(tier)
                ? null
                : "needs the tier " + tier + ", which is not on the class path; add the Maven dependency "
                        + ARTIFACTS.getOrDefault(tier, "that provides it");
    }

    /**
     * Makes tiers, in the order of a chain: disk, others of this process, shared ones.
     *
     * @param settings by tier
     * @throws IllegalArgumentException naming the tier and what its provider says of the settings
     */
    List<Tier> create(Map<String, Map<String, String>> settings) {
        List<Tier> tiers = new ArrayList<>();
        try {
            for (Map.Entry<String, Map<String, String>> tier : settings.entrySet()) {
                tiers.add(create(tier.getKey(), tier.getValue()));
            }
        } catch (RuntimeException e) {
            tiers.forEach(Tier::close);
            throw e;
        }
        tiers.sort(Comparator.comparingInt(TierCatalog::place));
        return tiers;
    }

    private Tier create(String name, Map<String, String> settings) {
        TierProvider provider = providers.get(name);
        if (provider == null) {
            throw new IllegalArgumentException("the configuration " + missing(name));
        }
        try {
            return provider.create(settings);
        } catch (IllegalArgumentException e) {
            // Without the cause: its message may quote a password.
            throw new IllegalArgumentException("tier " + name + ": " + withoutSecrets(e.getMessage(), settings));
        }
    }

    private static String withoutSecrets(@Nullable String message, Map<String, String> settings) {
        String shown = message == null ? "refused its settings" : message;
        for (Map.Entry<String, String> setting : settings.entrySet()) {
            if (Redaction.soundsSecret(setting.getKey())) {
                shown = Redaction.without(setting.getValue(), shown);
            }
        }
        return shown;
    }

    private static int place(Tier tier) {
        if (tier instanceof SharedTier) {
            return 2;
        }
        return tier.name().equals(DISK) ? 0 : 1;
    }
}
