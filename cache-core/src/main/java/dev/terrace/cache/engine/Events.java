package dev.terrace.cache.engine;

import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.event.RemovalCause;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listeners; what they throw is logged, counted and goes no further. */
final class Events {

    private static final Logger LOG = LoggerFactory.getLogger(Events.class);

    private final List<CacheListener> listeners;
    private final LongAdder listenerFailures = new LongAdder();

    private final ThreadLocal<Boolean> telling = ThreadLocal.withInitial(() -> false);

    Events(List<CacheListener> listeners) {
        this.listeners = listeners;
    }

    /** Returns true if this thread is inside a listener: what it would wait for may be waiting for it. */
    boolean isTelling() {
        return telling.get();
    }

    boolean isHeard() {
        return !listeners.isEmpty();
    }

    void removed(String region, String key, @Nullable Object value, RemovalCause cause) {
        tell(listener -> listener.removed(region, key, value, cause));
    }

    void written(String region, String key) {
        tell(listener -> listener.written(region, key));
    }

    void loaded(String region, String key, long nanos, @Nullable Throwable failure) {
        tell(listener -> listener.loaded(region, key, nanos, failure));
    }

    void promoted(String region, String key, String fromTier) {
        tell(listener -> listener.promoted(region, key, fromTier));
    }

    void tierFailed(String tier, String operation, Throwable failure) {
        LOG.debug("tier_failed tier={} operation={}", tier, operation, failure);
        tell(listener -> listener.tierFailed(tier, operation, failure));
    }

    void invalidated(String scope, long keys) {
        tell(listener -> listener.invalidated(scope, keys));
    }

    private void tell(Consumer<CacheListener> event) {
        if (listeners.isEmpty()) {
            return;
        }
        boolean outermost = !telling.get();
        telling.set(true);
        try {
            tellAll(event);
        } finally {
            if (outermost) {
                telling.remove();
            }
        }
    }

    private void tellAll(Consumer<CacheListener> event) {
        for (CacheListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (RuntimeException | Error e) {
                listenerFailures.increment();
                LOG.warn("listener_failed", e);
            }
        }
    }

    long listenerFailures() {
        return listenerFailures.sum();
    }
}
