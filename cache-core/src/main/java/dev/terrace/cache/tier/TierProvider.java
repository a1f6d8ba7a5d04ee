package dev.terrace.cache.tier;

import java.util.Map;

/**
 * Makes a tier from text settings. Found by {@link java.util.ServiceLoader}, so that a configuration
 * file can name a tier whose module is on the class path.
 */
public interface TierProvider {

    /** Returns the name by which a configuration asks for this tier, for example {@code disk}. */
    String name();

    /** Returns the settings that {@link #create} understands: name to what is allowed, in words. */
    Map<String, String> settings();

    /**
     * Makes the tier.
     *
     * @param settings only names that {@link #settings()} lists
     * @throws IllegalArgumentException naming setting, value and what is allowed
     */
    Tier create(Map<String, String> settings);
}
