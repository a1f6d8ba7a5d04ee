package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.benchmarks.disk.Profile;
import dev.terrace.cache.codec.Codec;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.redis.RedisTier;
import dev.terrace.cache.tier.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/**
 * What one writes by hand: Jedis with its own pool, and the codec that Terrace uses, once with bare values under short keys,
 * once with the very entries that Terrace stores. For one thread.
 */
final class RawRedis implements AutoCloseable {

    static final String REGION = "user";

    private static final String SCRIPTS = "/dev/terrace/cache/redis/";

    /** As many bytes as a message about one key takes. */
    private static final byte[] MESSAGE = new byte[64];

    private final Codec<Profile> codec = Codecs.smile().codec(Profile.class);
    private final EntryCodec<Profile> entries = new EntryCodec<>(Codecs.smile(), Profile.class, PayloadOptions.plain());
    private final ObjectWriter writer = SmileMapper.shared().writerFor(Profile.class);
    private final RedisClient jedis;
    private final byte[] channel = bytes("{terrace}channel");
    private final byte[] script;
    private String opening = "";

    RawRedis(int port) {
        jedis = RedisClient.builder()
                .hostAndPort("127.0.0.1", port)
                .clientConfig(DefaultJedisClientConfig.builder()
                        .serverDefaultProtocol()
                        .build())
                .poolConfig(new ConnectionPoolConfig())
                .build();
        this.script = bytes(jedis.scriptLoad(read("header.lua") + read("write.lua")));
    }

    /** Finds out how the entries of the region are named, once there are some. */
    void findEntries() {
        opening = "{terrace/" + REGION + ":" + jedis.hget("{terrace}generations", REGION) + ":";
    }

    private static String read(String file) {
        try (InputStream in = RedisTier.class.getResourceAsStream(SCRIPTS + file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    void set(String key, Profile value) {
        jedis.set(bytes(key), encode(value));
    }

    byte[] encode(Profile value) {
        return writer.writeValueAsBytes(value);
    }

    Profile get(String key) {
        return decode(jedis.get(bytes(key)));
    }

    private Profile decode(byte[] found) {
        return codec.decode(found, 0, found.length);
    }

    /** Reads the entry that Terrace stored, and decodes it as Terrace does: with its checksum. */
    Profile getEntry(String key) {
        return decodeEntry(key, jedis.get(bytes(opening + key + '}')));
    }

    private Profile decodeEntry(String key, byte[] found) {
        return entries.decode(Objects.requireNonNull(Entry.parse(found, 0, 0)), bytes(REGION + ':' + key));
    }

    /** Reads many bare values and decodes them, or only reads them. */
    int mget(List<String> keys, boolean decodes) {
        int found = 0;
        for (byte[] value : jedis.mget(names("", "", keys))) {
            found += decodes ? decode(value).age() : value.length;
        }
        return found;
    }

    /** Reads many entries that Terrace stored into a map. */
    Map<String, Profile> mgetEntries(List<String> keys) {
        List<byte[]> values = jedis.mget(names(opening, "}", keys));
        Map<String, Profile> found = new HashMap<>(2 * keys.size());
        for (int i = 0; i < values.size(); i++) {
            found.put(keys.get(i), decodeEntry(keys.get(i), values.get(i)));
        }
        return found;
    }

    private static byte[][] names(String before, String after, List<String> keys) {
        byte[][] names = new byte[keys.size()][];
        Arrays.setAll(names, i -> bytes(before + keys.get(i) + after));
        return names;
    }

    /** Runs the script that a write of Terrace runs, with arguments of the same length. */
    void write(String key, byte[] value) {
        String entry = "{raw/user:0123456789abcdef:" + key + "}";
        long now = System.currentTimeMillis();
        List<byte[]> keys = List.of(bytes(entry), bytes(entry + "l"), bytes(entry + "t"));
        List<byte[]> arguments = List.of(
                channel,
                MESSAGE,
                bytes(Long.toString(now + 100_000)),
                bytes("30000"),
                bytes("S"),
                value,
                bytes(""),
                bytes(""),
                bytes(Long.toString(now)));
        jedis.evalsha(script, keys, arguments);
    }

    @Override
    public void close() {
        jedis.close();
    }
}
