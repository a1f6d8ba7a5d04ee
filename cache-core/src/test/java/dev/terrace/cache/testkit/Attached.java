package dev.terrace.cache.testkit;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.tier.Gauges;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An extension that does nothing: a test's way to the {@link Host}. Safe for use by many threads. */
public final class Attached implements Extension, Gauges {

    private final String name;
    private volatile @Nullable Host host;
    private volatile int closes;

    /** Makes one that is not attached yet. */
    public Attached(String name) {
        this.name = name;
    }

    /** Attaches one and returns what it may use. */
    public static Host to(CacheManager manager) {
        Attached extension = new Attached("test" + manager.stats().gauges().size());
        manager.attach(extension);
        return extension.host();
    }

    /** Returns what it may use. */
    public Host host() {
        return Objects.requireNonNull(host, "attach it first");
    }

    /** Returns how often it was closed. */
    public int closes() {
        return closes;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(Host given) {
        host = given;
    }

    @Override
    public Map<String, Double> gauges() {
        return Map.of("answer", 42.0);
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // closed by one thread
    public void close() {
        closes++;
    }
}
