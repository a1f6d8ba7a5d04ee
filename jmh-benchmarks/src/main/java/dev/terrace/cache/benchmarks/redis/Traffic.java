package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.policy.StalePolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What one thread asks of a cache: mostly reads through a loader that answers at once, some writes and removals. Only this
 * thread changes its keys, so it knows what must be stored in the end.
 */
final class Traffic {

    private static final int KEYS = 2_000;
    private static final int PERCENT = 100;
    private static final int READS = 90;
    private static final int WRITES = 97;

    private final Cache<String> cache;
    private final String name;
    private final Random random;
    private final Map<String, String> last = new HashMap<>();
    private int number;

    Traffic(Cache<String> cache, String name, long seed) {
        this.cache = cache;
        this.name = name;
        this.random = new Random(seed);
    }

    /** Returns the region that traffic uses: its entries may be served for long while Redis is away. */
    static Cache<String> regionOf(CacheManager manager) {
        return manager.cache(
                "traffic", String.class, region -> region.stale(StalePolicy.NEVER.maxStale(Duration.ofHours(1))));
    }

    /** Makes one call. */
    void call(SlowCalls calls) {
        String key = name + random.nextInt(KEYS);
        int choice = random.nextInt(PERCENT);
        if (choice < READS) {
            calls.time("get", () -> cache.get(key, missing -> "loaded"));
        } else if (choice < WRITES) {
            String value = name + "." + number++;
            last.put(key, value);
            calls.time("set", () -> cache.set(key, value));
        } else {
            last.put(key, "");
            calls.time("delete", () -> cache.delete(key));
        }
    }

    /** Returns what was written last, by key; empty for a removal. */
    Map<String, String> last() {
        return last;
    }

    /** Returns the number of a value of this traffic; null if it is a loaded one. */
    static @Nullable Integer numberOf(String value) {
        int dot = value.lastIndexOf('.');
        return dot < 0 ? null : Integer.valueOf(value.substring(dot + 1));
    }
}
