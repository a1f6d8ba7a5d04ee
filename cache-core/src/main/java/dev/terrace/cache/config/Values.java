package dev.terrace.cache.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings that were given, as what they mean. Filled by one thread, then only read. */
final class Values {

    private final Map<String, Object> byKey = new HashMap<>();

    /** Keeps a value that the setting's type has read. */
    void put(Setting<?> setting, Object value) {
        byKey.put(setting.name(), value);
    }

    /** Returns the value; null if it was not given. */
    @SuppressWarnings("unchecked") // put takes only what the setting's own type has read
    <T> @Nullable T get(Setting<T> setting) {
        return (T) byKey.get(setting.name());
    }

    /** Returns the value, or the fallback if it was not given. */
    <T> T get(Setting<T> setting, T fallback) {
        T value = get(setting);
        return value == null ? fallback : value;
    }

    /** Returns the value, which is null for {@code none}, or the fallback if it was not given. */
    <T> @Nullable T getLimit(Setting<Limit<T>> setting, @Nullable T fallback) {
        Limit<T> limit = get(setting);
        return limit == null ? fallback : limit.value();
    }
}
