package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Host;
import dev.terrace.cache.time.TimeSource;
import java.util.concurrent.Executor;

/**
 * What every run works with.
 *
 * @param threads for calls of sources, which may hang: not the manager's, which callers wait for
 * @param hasLowerTiers true if a key that memory has no room for can go elsewhere
 */
record Workshop(
        Host host,
        Executor threads,
        AccessPatterns patterns,
        Planner planner,
        WorthTracker worth,
        WarmingSettings settings,
        boolean hasLowerTiers) {

    TimeSource time() {
        return host.time();
    }
}
