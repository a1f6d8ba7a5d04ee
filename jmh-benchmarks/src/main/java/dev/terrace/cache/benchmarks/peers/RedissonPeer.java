package dev.terrace.cache.benchmarks.peers;

import dev.terrace.cache.benchmarks.disk.Profile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.client.codec.BaseCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.handler.State;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;
import org.redisson.codec.CompositeCodec;
import org.redisson.config.Config;

/** Redisson: a bucket for each key, or its map with a copy in this process. */
final class RedissonPeer implements Peer {

    private final RedissonClient client;
    private final Function<String, @Nullable Profile> get;
    private final BiConsumer<String, Profile> put;
    private final Consumer<String> delete;

    private RedissonPeer(
            RedissonClient client,
            Function<String, @Nullable Profile> get,
            BiConsumer<String, Profile> put,
            Consumer<String> delete) {
        this.client = client;
        this.get = get;
        this.put = put;
        this.delete = delete;
    }

    private static RedissonClient client(Place place) {
        Config config = new Config();
        config.useSingleServer().setAddress(place.redisUri());
        return Redisson.create(config);
    }

    static Peer bucket(Place place) {
        RedissonClient client = client(place);
        ProfileCodec codec = new ProfileCodec();
        Function<String, RBucket<Profile>> bucket = key -> client.getBucket("redisson:" + key, codec);
        return new RedissonPeer(
                client,
                key -> bucket.apply(key).get(),
                (key, value) -> bucket.apply(key).set(value, Duration.ofHours(1)),
                key -> bucket.apply(key).delete());
    }

    static Peer local(Place place) {
        RedissonClient client = client(place);
        RLocalCachedMap<String, Profile> map =
                client.getLocalCachedMap(LocalCachedMapOptions.<String, Profile>name("redisson-map")
                        .codec(new CompositeCodec(StringCodec.INSTANCE, new ProfileCodec()))
                        .cacheSize(place.entries())
                        .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LRU)
                        .syncStrategy(LocalCachedMapOptions.SyncStrategy.INVALIDATE)
                        .useObjectAsCacheKey(true));
        return new RedissonPeer(client, map::get, map::fastPut, map::fastRemove);
    }

    @Override
    public @Nullable Profile get(String key) {
        return get.apply(key);
    }

    @Override
    public void put(String key, Profile value) {
        put.accept(key, value);
    }

    @Override
    public void delete(String key) {
        delete.accept(key);
    }

    @Override
    public void close() {
        client.shutdown();
    }

    /** Smile, in the form that Redisson asks for. */
    public static final class ProfileCodec extends BaseCodec {

        @Override
        public Decoder<Object> getValueDecoder() {
            return ProfileCodec::decode;
        }

        @Override
        public Encoder getValueEncoder() {
            return value -> Unpooled.wrappedBuffer(ProfileBytes.encode((Profile) value));
        }

        private static Object decode(ByteBuf stored, State state) {
            byte[] bytes = new byte[stored.readableBytes()];
            stored.readBytes(bytes);
            return ProfileBytes.decode(bytes, 0);
        }
    }
}
