package dev.terrace.cache.benchmarks.peers;

import com.alicp.jetcache.Cache;
import com.alicp.jetcache.CacheValueHolder;
import com.alicp.jetcache.MultiLevelCacheBuilder;
import com.alicp.jetcache.embedded.CaffeineCacheBuilder;
import com.alicp.jetcache.redis.lettuce.RedisLettuceCacheBuilder;
import dev.terrace.cache.benchmarks.disk.Profile;
import io.lettuce.core.RedisClient;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** JetCache, its Redis level alone or with Caffeine above it. */
final class JetCachePeer implements Peer {

    private static final int TIMES = 2 * Long.BYTES;

    private final RedisClient client;
    private final Cache<String, Profile> cache;

    private JetCachePeer(RedisClient client, Cache<String, Profile> cache) {
        this.client = client;
        this.cache = cache;
    }

    static Peer remote(Place place) {
        RedisClient client = RedisClient.create(place.redisUri());
        return new JetCachePeer(client, level(client));
    }

    @SuppressWarnings("unchecked") // the builder takes its levels as generic varargs
    static Peer both(Place place) {
        RedisClient client = RedisClient.create(place.redisUri());
        Cache<String, Profile> local = CaffeineCacheBuilder.createCaffeineCacheBuilder()
                .limit(place.entries())
                .expireAfterWrite(1, TimeUnit.HOURS)
                .buildCache();
        Cache<String, Profile> cache = MultiLevelCacheBuilder.createMultiLevelCacheBuilder()
                .addCache(local, level(client))
                .expireAfterWrite(1, TimeUnit.HOURS)
                .buildCache();
        return new JetCachePeer(client, cache);
    }

    private static Cache<String, Profile> level(RedisClient client) {
        return RedisLettuceCacheBuilder.createRedisLettuceCacheBuilder()
                .redisClient(client)
                .keyPrefix("jetcache:")
                .keyConvertor(key -> key)
                .valueEncoder(JetCachePeer::encode)
                .valueDecoder(JetCachePeer::decode)
                .expireAfterWrite(1, TimeUnit.HOURS)
                .buildCache();
    }

    /** It wraps values in a holder with two times. */
    private static byte[] encode(Object holder) {
        CacheValueHolder<?> held = (CacheValueHolder<?>) holder;
        byte[] value = ProfileBytes.encode((Profile) held.getValue());
        return ByteBuffer.allocate(TIMES + value.length)
                .putLong(held.getExpireTime())
                .putLong(held.getAccessTime())
                .put(value)
                .array();
    }

    private static Object decode(byte[] bytes) {
        ByteBuffer stored = ByteBuffer.wrap(bytes);
        CacheValueHolder<Profile> holder = new CacheValueHolder<>();
        holder.setExpireTime(stored.getLong());
        holder.setAccessTime(stored.getLong());
        holder.setValue(ProfileBytes.decode(bytes, TIMES));
        return holder;
    }

    @Override
    public @Nullable Profile get(String key) {
        return cache.get(key);
    }

    @Override
    public void put(String key, Profile value) {
        cache.put(key, value);
    }

    @Override
    public void delete(String key) {
        cache.remove(key);
    }

    @Override
    public void close() {
        cache.close();
        client.shutdown();
    }
}
