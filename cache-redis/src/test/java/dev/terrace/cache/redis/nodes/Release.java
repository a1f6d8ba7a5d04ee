package dev.terrace.cache.redis.nodes;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.tier.Entry;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Two releases of an application, whose value classes differ: what one writes is a miss for the other. */
enum Release {
    OLD {
        @Override
        Texts region(CacheManager manager) {
            return new Region<>(manager.cache("r", OldValue.class, region -> region.codec(Codecs.json()))) {
                @Override
                public @Nullable String get(String key) {
                    OldValue value = cache.get(key);
                    return value == null ? null : value.text();
                }

                @Override
                public void set(String key, String text) {
                    cache.set(key, new OldValue(text));
                }
            };
        }
    },
    NEW {
        @Override
        Texts region(CacheManager manager) {
            return new Region<>(manager.cache("r", NewValue.class, region -> region.codec(Codecs.json()))) {
                @Override
                public @Nullable String get(String key) {
                    NewValue value = cache.get(key);
                    return value == null ? null : value.text();
                }

                @Override
                public void set(String key, String text) {
                    cache.set(key, new NewValue(text, text.length()));
                }
            };
        }
    };

    /** What the old release stores. */
    public record OldValue(String text) {}

    /** What the new one does. */
    public record NewValue(String text, int length) {}

    /** A region whose values are seen as their texts. */
    interface Texts {

        @Nullable
        String get(String key);

        void set(String key, String text);

        void invalidate(String glob);

        void clear();
    }

    private abstract static class Region<V> implements Texts {

        final Cache<V> cache;

        Region(Cache<V> cache) {
            this.cache = cache;
        }

        @Override
        public void invalidate(String glob) {
            cache.invalidate(glob);
        }

        @Override
        public void clear() {
            cache.clear();
        }
    }

    abstract Texts region(CacheManager manager);

    /** Returns what a node of this release must read where Redis has this entry; null for nothing. */
    @Nullable
    String reads(@Nullable Entry entry) {
        if (entry == null) {
            return null;
        }
        String payload =
                new String(entry.bytes(), entry.payloadOffset(), entry.payloadLength(), StandardCharsets.UTF_8);
        boolean isNew = payload.contains("\"length\"");
        return isNew == (this == NEW) ? WatchedTier.text(entry) : null;
    }
}
