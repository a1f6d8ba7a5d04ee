package dev.terrace.cache.engine;

import static org.awaitility.Awaitility.await;

import dev.terrace.cache.Cache;
import dev.terrace.cache.testkit.FakeTime;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What a region and its manager still hold for single keys; when nothing is under way it must be nothing. */
final class Leftovers {

    private Leftovers() {}

    /** Returns the counts that are not 0, by name. */
    static Map<String, Integer> of(Cache<?> cache) {
        Region<?> region = (Region<?>) cache;
        Core core = region.parts().shared();
        Map<String, Integer> counts = new TreeMap<>();
        counts.put("pending writes", core.pending().size());
        counts.put("flights", region.paths().loads().flights().size());
        counts.put("waits", core.waits().size());
        counts.put("barriers", region.parts().barriers().isQuiet() ? 0 : 1);
        counts.values().removeIf(count -> count == 0);
        return counts;
    }

    /** Waits until work in the background is done and nothing is left; what waits to be tried again has its time. */
    static void awaitNone(Cache<?> cache, FakeTime time) {
        await().until(
                        () -> {
                            time.advance(Duration.ofSeconds(1));
                            return of(cache);
                        },
                        Map::isEmpty);
    }
}
