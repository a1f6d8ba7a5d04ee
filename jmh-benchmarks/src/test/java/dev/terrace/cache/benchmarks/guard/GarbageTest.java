package dev.terrace.cache.benchmarks.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Loader;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.EntryMeta;
import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.event.CacheListener;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.warming.Warmer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Garbage of the operations that must leave none, or next to none. */
class GarbageTest {

    private static final int KEYS = 64;
    private static final int VALUE_BYTES = 1000;
    private static final long BESIDE = 64;
    private static final Loader<String> LOADER = key -> "loaded";
    private static final byte[] NAME = "user:1".getBytes(UTF_8);

    private final EntryCodec<byte[]> codec = new EntryCodec<>(Codecs.bytes(), byte[].class, PayloadOptions.plain());
    private final EntryMeta meta =
            new EntryMeta(0, EntryFormat.NEVER, EntryFormat.NEVER, 1, new long[0], 1, 0, EntryMeta.Kind.VALUE);

    /** Keeps the results alive, so that the compiler cannot leave their allocation out. */
    private Object last = this;

    private int next;

    @Test
    void aHitInMemoryLeavesNone() {
        try (CacheManager manager = CacheManager.builder().build()) {
            assertThat(ofHits(manager, Cache::get)).isZero();
            assertThat(ofHits(manager, (cache, key) -> cache.get(key, LOADER))).isZero();
        }
    }

    @Test
    void norWithStatisticsListenerRecordingAndMetersAllOn() {
        try (CacheManager manager =
                        CacheManager.builder().listener(new CacheListener() {}).build();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            metrics.bindTo(new SimpleMeterRegistry());
            Warmer.attach(manager);

            assertThat(ofHits(manager, Cache::get)).isZero();
            assertThat(ofHits(manager, (cache, key) -> cache.get(key, LOADER))).isZero();
        }
    }

    private long ofHits(CacheManager manager, BiFunction<Cache<String>, String, String> read) {
        Cache<String> cache = manager.cache("user", String.class);
        String[] keys = new String[KEYS];
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "key-" + i;
            cache.set(keys[i], "value", Duration.ofHours(1));
        }
        return Garbage.ofEach(0, () -> last = read.apply(cache, keys[next++ % KEYS]));
    }

    @Test
    void encodingLeavesTheEntryAndAtMost64BytesBesideIt() {
        byte[] value = new byte[VALUE_BYTES];
        long entry = Garbage.arrayBytes(codec.encode(NAME, value, meta).bytes().length);

        assertThat(Garbage.ofEach(entry + BESIDE, () -> last = codec.encode(NAME, value, meta)))
                .isBetween(entry, entry + BESIDE);
    }

    @Test
    void decodingLeavesTheValueAndAtMost64BytesBesideIt() {
        Entry entry = codec.encode(NAME, new byte[VALUE_BYTES], meta);
        long value = Garbage.arrayBytes(VALUE_BYTES);

        assertThat(Garbage.ofEach(value + BESIDE, () -> last = codec.decode(entry, NAME)))
                .isBetween(value, value + BESIDE);
    }
}
