package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the groups of rules in {@link TierContract} use of it. */
interface TierRules {

    /** The region that most tests use. */
    String REGION = "user";

    /** More steps than any walk over the contract's entries may take. */
    int ENDLESS = 1_000_000;

    Tier tier();

    Tier open(Tier made);

    Tier another() throws Exception;

    Tier restart() throws Exception;

    Entries entries();

    long now();

    void pass(Duration span);

    Traits traits();

    boolean isOfTheTier(Thread thread);

    /** What the author said of the tier. */
    record Traits(
            boolean shared, boolean survivesRestart, boolean followsTheGivenClock, int longestStep, Sizes sizes) {}

    /** Limits in bytes. */
    record Sizes(int largestPayload, int refusedPayload, int longestKey) {}

    default TierKey key(String key) {
        return new TierKey(REGION, key);
    }

    default Entry newEntry(TierKey key) {
        return entries().of(key).build();
    }

    /** Walks to the end with one visitor; the result is what was visited, in order. */
    default List<TierKey> walk(Scope scope, Scan.Visitor visitor) {
        List<TierKey> visited = new ArrayList<>();
        Scan.Visitor noting = entry -> {
            visited.add(entry.key());
            return visitor.visit(entry);
        };
        try (Scan scan = tier().scan(scope)) {
            for (int steps = 0; scan.step(noting); steps++) {
                if (steps == ENDLESS) {
                    throw new AssertionError("the scan of " + scope + " did not end after " + ENDLESS + " steps");
                }
            }
        }
        return visited;
    }
}
