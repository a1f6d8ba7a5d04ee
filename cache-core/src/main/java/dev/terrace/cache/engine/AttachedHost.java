package dev.terrace.cache.engine;

import dev.terrace.cache.BatchLoader;
import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.extension.ReadListener;
import dev.terrace.cache.tier.StateStore;
import dev.terrace.cache.time.TimeSource;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The manager as one extension sees it: what it listens to is kept under its own name. */
record AttachedHost(Extensions all, String name) implements Host {

    @Override
    public TimeSource time() {
        return all.time();
    }

    @Override
    public Executor executor() {
        return all.executor();
    }

    @Override
    public @Nullable StateStore state() {
        return all.state();
    }

    @Override
    public void listen(@Nullable ReadListener listener) {
        all.listen(name, listener);
    }

    @Override
    public void measure(@Nullable Probe probe) {
        all.measure(probe);
    }

    @Override
    public <V> Map<String, Filled> fill(String region, FillOrder order, @Nullable BatchLoader<V> loader) {
        return all.fill(region, order, loader);
    }

    @Override
    public void use(String region, Collection<String> keys) {
        all.use(region, keys);
    }

    @Override
    public boolean holds(String region, String key, long tag) {
        return all.holds(region, key, tag);
    }

    @Override
    public Collection<String> expendable(String region, int most) {
        return all.expendable(region, most);
    }

    @Override
    public double memoryUse(String region) {
        return all.memoryUse(region);
    }
}
