package dev.terrace.cache.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrace.cache.benchmarks.disk.Profile;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.params.SetParams;

/** Jedis alone. */
final class JedisPeer implements Peer {

    private static final int AN_HOUR = 3600;

    private final RedisClient client;

    JedisPeer(Place place) {
        client = RedisClient.create("127.0.0.1", place.redis());
    }

    private static byte[] name(String key) {
        return ("jedis:" + key).getBytes(UTF_8);
    }

    @Override
    public @Nullable Profile get(String key) {
        return ProfileBytes.decode(client.get(name(key)));
    }

    @Override
    public void put(String key, Profile value) {
        client.set(name(key), ProfileBytes.encode(value), SetParams.setParams().ex(AN_HOUR));
    }

    @Override
    public void delete(String key) {
        client.del(name(key));
    }

    @Override
    public void close() {
        client.close();
    }
}
