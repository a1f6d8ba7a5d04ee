package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import java.util.function.Function;
import org.infinispan.Cache;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.manager.EmbeddedCacheManager;
import org.jspecify.annotations.Nullable;

/**
 * Infinispan as a library of one process.
 *
 * @param <S> what it stores: values, or their bytes
 */
final class InfinispanPeer<S> implements Peer {

    private static final int FEW = 100;

    private final EmbeddedCacheManager manager;
    private final Cache<String, S> cache;
    private final Function<Profile, S> store;
    private final Function<S, @Nullable Profile> load;

    private InfinispanPeer(
            EmbeddedCacheManager manager, Function<Profile, S> store, Function<S, @Nullable Profile> load) {
        this.manager = manager;
        this.store = store;
        this.load = load;
        cache = manager.getCache("user");
    }

    static Peer heap(Place place) {
        ConfigurationBuilder settings = new ConfigurationBuilder();
        settings.simpleCache(true).memory().maxCount(place.entries());
        EmbeddedCacheManager manager = new DefaultCacheManager(
                new GlobalConfigurationBuilder().nonClusteredDefault().build());
        manager.defineConfiguration("user", settings.build());
        return new InfinispanPeer<Profile>(manager, value -> value, value -> value);
    }

    static Peer disk(Place place) {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
        global.globalState()
                .enable()
                .persistentLocation(place.folder().resolve("infinispan").toString());
        ConfigurationBuilder settings = new ConfigurationBuilder();
        settings.memory().maxCount(FEW).persistence().addSoftIndexFileStore().syncWrites(false);
        EmbeddedCacheManager manager = new DefaultCacheManager(global.build());
        manager.defineConfiguration("user", settings.build());
        return new InfinispanPeer<byte[]>(manager, ProfileBytes::encode, ProfileBytes::decode);
    }

    @Override
    public @Nullable Profile get(String key) {
        S stored = cache.get(key);
        return stored == null ? null : load.apply(stored);
    }

    @Override
    public void put(String key, Profile value) {
        cache.put(key, store.apply(value));
    }

    @Override
    public void delete(String key) {
        cache.remove(key);
    }

    @Override
    public void close() {
        manager.stop();
    }
}
