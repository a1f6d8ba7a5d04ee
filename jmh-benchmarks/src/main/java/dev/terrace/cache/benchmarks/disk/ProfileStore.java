package dev.terrace.cache.benchmarks.disk;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.codec.Codec;
import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.EntryCodec;
import dev.terrace.cache.codec.EntryMeta;
import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.dataformat.smile.SmileMapper;

/** The same profiles in a chain whose only tier is the disk, and in a raw map with the same codec above it. */
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // JMH fills before it measures
public class ProfileStore {

    private static final int DIFFERENT = 4096;
    private static final int RAW_VALUE_BYTES = 1024;
    private static final long ROOM_PER_ENTRY = 2560;

    /** How many keys are stored. */
    @Param("100000")
    public int entries;

    private static final byte[] KEY = {'k'};
    private static final EntryMeta META =
            new EntryMeta(0, EntryFormat.NEVER, EntryFormat.NEVER, 1, new long[0], 1, 0, EntryMeta.Kind.VALUE);

    private final ObjectWriter writer = SmileMapper.shared().writerFor(Profile.class);
    private final Profile[] profiles = new Profile[DIFFERENT];

    private Codec<Profile> codec;
    private EntryCodec<Profile> entryCodec;
    private ScratchFolder folder;
    private CacheManager manager;
    private Cache<Profile> terrace;
    private RawMap raw;
    private UniformKeys keys;

    /** Makes both stores with every key in them, so that each read of the measurement is a hit. */
    @Setup
    public void fill() throws IOException {
        codec = provider().codec(Profile.class);
        entryCodec = new EntryCodec<>(provider(), Profile.class, PayloadOptions.plain());
        folder = ScratchFolder.make();
        manager = DiskTier.at(folder.path().resolve("terrace"))
                .maximumBytes(entries * ROOM_PER_ENTRY)
                .open();
        terrace = manager.cache("user", Profile.class, region -> region.codec(provider()));
        raw = RawMap.at(folder.path().resolve("raw"), entries, RAW_VALUE_BYTES);
        keys = new UniformKeys(entries);
        for (int i = 0; i < entries; i++) {
            profiles[i % DIFFERENT] = Profile.of(i % DIFFERENT);
            terrace.set(UniformKeys.key(i), profile(i));
            raw.put(UniformKeys.key(i), payload(profile(i)));
        }
    }

    /** Returns the codec on both sides. */
    CodecProvider provider() {
        return Codecs.smile();
    }

    /** The payload stands at the end of an entry. */
    private byte[] payload(Profile profile) {
        Entry entry = entryCodec.encode(KEY, profile, META);
        byte[] bytes = entry.bytes();
        return Arrays.copyOfRange(bytes, bytes.length - entry.payloadLength(), bytes.length);
    }

    /** Deletes both. */
    @TearDown
    public void delete() throws IOException {
        manager.close();
        raw.close();
        folder.close();
    }

    Cache<Profile> terrace() {
        return terrace;
    }

    RawMap raw() {
        return raw;
    }

    UniformKeys keys() {
        return keys;
    }

    Profile profile(int number) {
        return profiles[number % DIFFERENT];
    }

    byte[] encode(Profile profile) {
        return writer.writeValueAsBytes(profile);
    }

    Profile decode(byte @Nullable [] bytes) {
        byte[] found = Objects.requireNonNull(bytes);
        return codec.decode(found, 0, found.length);
    }
}
