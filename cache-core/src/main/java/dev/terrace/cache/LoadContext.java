package dev.terrace.cache;

import java.time.Duration;

/** Takes what a {@link ContextLoader} decides about its own result. For use by the loading thread only. */
public interface LoadContext {

    /**
     * Sets the time to live of the result in place of the region's.
     *
     * @param ttl greater than zero
     */
    void ttl(Duration ttl);

    /** Sets the labels of the result, for {@link Cache#invalidateLabel}; replaces earlier ones. */
    void labels(String... labels);
}
