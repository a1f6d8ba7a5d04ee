package dev.terrace.cache.engine;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tiers below memory, in order.
 *
 * @param local those of this process
 * @param shared the one that other processes use too; null if there is none
 */
record Chain(List<TierGuard> local, @Nullable SharedLink shared) {

    /** Returns true if memory is all there is. */
    boolean isEmpty() {
        return local.isEmpty() && shared == null;
    }

    /** Returns the tiers, in order. */
    List<Tier> tiers() {
        List<Tier> tiers = new ArrayList<>();
        local.forEach(guard -> tiers.add(guard.tier()));
        if (shared != null) {
            tiers.add(shared.tier());
        }
        return tiers;
    }

    /** Returns the tier of that name. */
    Tier named(String name) {
        return tiers().stream()
                .filter(tier -> tier.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** Returns the guard of the tier of that name. */
    TierGuard guard(String name) {
        return local.stream()
                .filter(guard -> guard.name().equals(name))
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    private IllegalArgumentException unknown(String name) {
        List<String> known = new ArrayList<>(List.of(Engine.MEMORY));
        tiers().forEach(tier -> known.add(tier.name()));
        return new IllegalArgumentException("tier must be one of " + known + " but was \"" + name + "\"");
    }

    /** Reads an entry from the tier of that name; null also if it fails. */
    @Nullable
    Entry get(String name, TierKey key, Counters counters) {
        return shared != null && shared.name().equals(name)
                ? shared.get(key, counters)
                : guard(name).get(key, counters);
    }
}
