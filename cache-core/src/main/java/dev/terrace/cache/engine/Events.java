package dev.terrace.cache.engine;

import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.event.RemovalCause;
import dev.terrace.cache.extension.Probe;
import dev.terrace.cache.extension.Probe.Call;
import dev.terrace.cache.extension.Probe.Operation;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.tier.TierKey;
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

    private volatile @Nullable Probe probe;

    Events(List<CacheListener> listeners) {
        this.listeners = listeners;
    }

    /** Returns true if this thread is inside a listener: what it would wait for may be waiting for it. */
    boolean isTelling() {
        return telling.get();
    }

    /** Says who measures from now on; null for nobody. */
    void measure(@Nullable Probe next) {
        probe = next;
    }

    /** A call begins. Without a probe this costs a volatile read. */
    Call begin(String part, Operation operation, String region) {
        Probe measures = probe;
        return measures == null ? Call.NONE : measures.begin(part, operation, region);
    }

    /** A value was made. */
    void made(TierKey key, MemoryEntry<?> entry, boolean isLoaded) {
        Probe measures = probe;
        Object value = measures == null ? null : entry.value();
        if (measures != null && value != null) {
            MemoryEntry.Lifetime life = entry.life();
            long millis = life.expiresAt() == Long.MAX_VALUE ? Long.MAX_VALUE : life.expiresAt() - life.createdAt();
            measures.made(new Probe.Made(key.region(), key.key(), value, millis, isLoaded));
        }
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
        Probe measures = probe;
        if (measures != null) {
            measures.failed(tier, failure);
        }
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
