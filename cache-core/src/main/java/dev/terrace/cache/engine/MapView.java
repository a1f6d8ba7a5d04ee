package dev.terrace.cache.engine;

import dev.terrace.cache.engine.ConditionalPath.Decision;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A region as a map. Single operations cost what the cache's cost; {@code size} and the bulk views walk
 * the tiers and are weakly consistent.
 */
final class MapView<V> extends AbstractMap<String, V> implements ConcurrentMap<String, V> {

    private static final String EVERYTHING = "*";

    private final Region<V> region;

    MapView(Region<V> region) {
        this.region = region;
    }

    private static @Nullable String asKey(@Nullable Object key) {
        Objects.requireNonNull(key, "key must not be null");
        return key instanceof String name ? name : null;
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        String name = asKey(key);
        return name == null ? null : region.get(name);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        String name = asKey(key);
        return name != null && region.contains(name);
    }

    @Override
    public boolean containsValue(@Nullable Object value) {
        Objects.requireNonNull(value, "value must not be null");
        return super.containsValue(value);
    }

    @Override
    public @Nullable V put(String key, V value) {
        Objects.requireNonNull(value, "value must not be null");
        return region.update(name(key), present -> Decision.store(value, null)).before();
    }

    private dev.terrace.cache.tier.TierKey name(@Nullable String key) {
        return region.checked(Objects.requireNonNull(key, "key must not be null"));
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        String name = asKey(key);
        return name == null
                ? null
                : region.update(name(name), present -> present == null ? Decision.leave() : Decision.remove())
                        .before();
    }

    @Override
    public boolean remove(@Nullable Object key, @Nullable Object value) {
        String name = asKey(key);
        return name != null
                && region.update(
                                name(name),
                                present ->
                                        present != null && present.equals(value) ? Decision.remove() : Decision.leave())
                        .changed();
    }

    @Override
    public @Nullable V putIfAbsent(String key, V value) {
        Objects.requireNonNull(value, "value must not be null");
        return region.update(name(key), present -> present == null ? Decision.store(value, null) : Decision.leave())
                .before();
    }

    @Override
    public @Nullable V replace(String key, V value) {
        Objects.requireNonNull(value, "value must not be null");
        return region.update(name(key), present -> present == null ? Decision.leave() : Decision.store(value, null))
                .before();
    }

    @Override
    public boolean replace(String key, V expected, V value) {
        Objects.requireNonNull(expected, "expected must not be null");
        Objects.requireNonNull(value, "value must not be null");
        return region.update(
                        name(key), present -> expected.equals(present) ? Decision.store(value, null) : Decision.leave())
                .changed();
    }

    @Override
    public void clear() {
        region.clear();
    }

    @Override
    public int size() {
        try (Stream<String> keys = region.keys(EVERYTHING)) {
            return (int) Math.min(Integer.MAX_VALUE, keys.count());
        }
    }

    @Override
    public boolean isEmpty() {
        try (Stream<String> keys = region.keys(EVERYTHING)) {
            return keys.findAny().isEmpty();
        }
    }

    @Override
    public Set<Map.Entry<String, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Map.Entry<String, V>> {

        @Override
        public Iterator<Map.Entry<String, V>> iterator() {
            return new EntryIterator();
        }

        @Override
        public int size() {
            return MapView.this.size();
        }

        @Override
        public boolean contains(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && Objects.equals(get(entry.getKey()), entry.getValue())
                    && entry.getValue() != null;
        }

        @Override
        public boolean remove(@Nullable Object other) {
            return other instanceof Map.Entry<?, ?> entry
                    && entry.getKey() != null
                    && MapView.this.remove(entry.getKey(), entry.getValue());
        }

        @Override
        public void clear() {
            MapView.this.clear();
        }
    }

    private final class EntryIterator implements Iterator<Map.Entry<String, V>> {

        private final Iterator<String> keys = region.keys(EVERYTHING).iterator();
        private Map.@Nullable Entry<String, V> next;
        private @Nullable String last;

        @Override
        public boolean hasNext() {
            while (next == null && keys.hasNext()) {
                String key = keys.next();
                V value = region.get(key);
                next = value == null ? null : new WriteThroughEntry(key, value);
            }
            return next != null;
        }

        @Override
        public Map.Entry<String, V> next() {
            if (!hasNext() || next == null) {
                throw new java.util.NoSuchElementException("no more entries");
            }
            Map.Entry<String, V> entry = next;
            next = null;
            last = entry.getKey();
            return entry;
        }

        @Override
        public void remove() {
            if (last == null) {
                throw new IllegalStateException("next() has not been called, or the entry is removed already");
            }
            region.delete(last);
            last = null;
        }
    }

    private final class WriteThroughEntry extends SimpleEntry<String, V> {

        private static final long serialVersionUID = 1L;

        WriteThroughEntry(String key, V value) {
            super(key, value);
        }

        @Override
        public V setValue(V value) {
            put(getKey(), value);
            return super.setValue(value);
        }
    }
}
