package dev.terrace.cache.benchmarks.hitratio;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.disk.ScratchFolder;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.disk.DiskTier;
import dev.terrace.cache.event.CacheListener;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What memory and disk of Terrace found of a stream.
 *
 * @param memory per cent that memory answered
 * @param disk per cent that the disk answered
 * @param held entries on disk in the end
 */
record TwoTiers(double memory, double disk, int held) {

    private static final int VALUE_BYTES = 1000;
    private static final long ROOM_PER_ENTRY = 1200;
    private static final long SMALLEST = 2L << 20;

    /** Replays a stream; every value takes 1,000 bytes, and what is not found is put. */
    static TwoTiers replay(Reads reads, int memoryRoom, int diskRoom) throws IOException {
        AtomicInteger promoted = new AtomicInteger();
        try (ScratchFolder folder = ScratchFolder.make();
                DiskTier disk = DiskTier.at(folder.path().resolve("cache"))
                        .maximumBytes(Math.max(SMALLEST, diskRoom * ROOM_PER_ENTRY))
                        .averageValueBytes(VALUE_BYTES);
                CacheManager manager = CacheManager.builder()
                        .memory(memory -> memory.maximumEntries(memoryRoom))
                        .tier(disk)
                        .listener(counting(promoted))
                        .build()) {
            Cache<byte[]> cache = manager.cache("page", byte[].class, region -> region.codec(Codecs.bytes()));
            double all = Policies.replay(reads, key -> find(cache, String.valueOf(key)));
            double below = 100.0 * promoted.get() / Math.max(1, reads.keys().length);
            int held = disk.gauges().getOrDefault("entries.live", 0.0).intValue();
            return new TwoTiers(all - below, below, held);
        }
    }

    private static CacheListener counting(AtomicInteger promoted) {
        return new CacheListener() {
            @Override
            public void promoted(String region, String key, String fromTier) {
                promoted.incrementAndGet();
            }
        };
    }

    private static boolean find(Cache<byte[]> cache, String key) {
        if (cache.get(key) != null) {
            return true;
        }
        cache.set(key, new byte[VALUE_BYTES]);
        return false;
    }
}
