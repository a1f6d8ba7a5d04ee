package dev.terrace.cache.server.api;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.server.http.Problem;
import java.util.List;
import java.util.Locale;

/** Finds a tier by its name, or by its position in the chain: {@code l1} is the uppermost. */
final class Chain {

    private final CacheManager manager;

    Chain(CacheManager manager) {
        this.manager = manager;
    }

    String tier(String nameOrPosition) {
        List<String> tiers = manager.tiers();
        String asked = nameOrPosition.toLowerCase(Locale.ROOT);
        if (tiers.contains(asked)) {
            return asked;
        }
        if (asked.matches("l[1-9]") && asked.charAt(1) - '0' <= tiers.size()) {
            return tiers.get(asked.charAt(1) - '1');
        }
        throw Problem.notFound(
                "there is no tier " + nameOrPosition, "name one of " + tiers + ", or l1 to l" + tiers.size());
    }
}
