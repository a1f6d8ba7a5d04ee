package dev.terrace.cache.extension;

/**
 * A part that works beside a manager, added with {@link dev.terrace.cache.CacheManager#attach}. One that implements
 * {@link dev.terrace.cache.tier.Gauges} is seen in the manager's statistics, one that implements {@link Heat} is asked
 * where entries belong.
 */
public interface Extension extends AutoCloseable {

    /** Returns the name in statistics: one lower-case word, unique in a manager. */
    String name();

    /**
     * Is called once, when the extension is attached.
     *
     * @param host what the extension may use of its manager
     */
    void start(Host host);

    /**
     * Ends the extension's work. The manager calls it when it closes, before its tiers close. Later calls do nothing;
     * never throws for what it could not finish.
     */
    @Override
    void close();
}
