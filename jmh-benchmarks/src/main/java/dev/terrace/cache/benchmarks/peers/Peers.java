package dev.terrace.cache.benchmarks.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** The peers by name, what each can do, and how it is set up. */
@SuppressWarnings("ImmutableEnumChecker") // Set.of and method references are
public enum Peers {
    TERRACE("terrace", Set.of(Work.MEMORY), "memory tier alone", TerracePeer::memory),
    TERRACE_DISK("terrace-disk", Set.of(Work.DISK), "disk tier alone, Smile", TerracePeer::disk),
    TERRACE_FORY("terrace-fory", Set.of(Work.DISK), "disk tier alone, Fory", TerracePeer::fory),
    TERRACE_REDIS("terrace-redis", Set.of(Work.REDIS), "Redis tier alone, Smile", TerracePeer::redis),
    TERRACE_BOTH("terrace-tiered", Set.of(Work.MEMORY, Work.DISK), "memory and disk, Smile", TerracePeer::both),
    CAFFEINE("caffeine", Set.of(Work.MEMORY), "maximumSize, expireAfterWrite of an hour", CaffeinePeer::new),
    CACHE2K("cache2k", Set.of(Work.MEMORY), "entryCapacity, eternal, values by reference", Cache2kPeer::new),
    EHCACHE_HEAP("ehcache-heap", Set.of(Work.MEMORY), "heap by entries, values by reference", EhcachePeer::heap),
    EHCACHE_TIERED(
            "ehcache-tiered",
            Set.of(Work.MEMORY, Work.DISK),
            "all entries on heap, 64 MB off heap, persistent disk, Smile",
            EhcachePeer::tiered),
    EHCACHE_DISK(
            "ehcache-disk",
            Set.of(Work.DISK),
            "10 entries on heap (it asks for some), persistent disk, Smile",
            EhcachePeer::disk),
    INFINISPAN_HEAP("infinispan-heap", Set.of(Work.MEMORY), "simpleCache, maxCount", InfinispanPeer::heap),
    INFINISPAN_DISK(
            "infinispan-disk",
            Set.of(Work.DISK),
            "100 entries on heap, soft index file store without fsync, Smile",
            InfinispanPeer::disk),
    CHRONICLE(
            "chronicle-map", Set.of(Work.DISK), "createPersistedTo, byte[] keys and values, Smile", ChroniclePeer::new),
    ROCKSDB(
            "rocksdb",
            Set.of(Work.DISK),
            "bloom filter of 10 bits, block cache of 64 MB, no compression, no write-ahead log, Smile",
            RocksPeer::new),
    HAND_MADE(
            "hand-made",
            Set.of(Work.MEMORY, Work.DISK),
            "Caffeine over createPersistedTo, Smile, nothing against races",
            HandMadePeer::new),
    JEDIS(
            "jedis",
            Set.of(Work.REDIS),
            "RedisClient with its own pool of 8, SET with EX of an hour, Smile",
            JedisPeer::new),
    JETCACHE(
            "jetcache",
            Set.of(Work.MEMORY, Work.REDIS),
            "MultiLevelCache: Caffeine by limit over Lettuce, Smile",
            JetCachePeer::both),
    JETCACHE_REMOTE(
            "jetcache-remote", Set.of(Work.REDIS), "its Redis level alone, Lettuce, Smile", JetCachePeer::remote),
    REDISSON_LOCAL(
            "redisson-local",
            Set.of(Work.MEMORY, Work.REDIS),
            "RLocalCachedMap, LRU, INVALIDATE, useObjectAsCacheKey, Smile",
            RedissonPeer::local),
    REDISSON_BUCKET("redisson-bucket", Set.of(Work.REDIS), "RBucket, Smile", RedissonPeer::bucket);

    private final String label;
    private final Set<Work> can;
    private final String settings;
    private final Opener opener;

    Peers(String label, Set<Work> can, String settings, Opener opener) {
        this.label = label;
        this.can = can;
        this.settings = settings;
        this.opener = opener;
    }

    /** Opens a peer at a place, with what it kept there before. */
    interface Opener {
        Peer open(Place place) throws IOException;
    }

    /** Returns its name in tables and parameters. */
    public String label() {
        return label;
    }

    /** Returns how it is set up. */
    public String settings() {
        return settings;
    }

    /**
     * Returns whether it can do this.
     *
     * @param work that is asked for
     */
    public boolean can(Work work) {
        return can.contains(work);
    }

    /** Returns whether it still has its entries after it was closed and opened again. */
    public boolean survives() {
        return can.contains(Work.DISK) || can.contains(Work.REDIS);
    }

    boolean needsRedis() {
        return can.contains(Work.REDIS);
    }

    Peer open(Place place) throws IOException {
        return opener.open(place);
    }

    /**
     * Returns the peer of a name.
     *
     * @param label as {@link #label} returns it
     */
    public static Peers named(String label) {
        return Arrays.stream(values())
                .filter(peer -> peer.label.equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("peer must be one of " + labels() + " but was \"" + label + "\""));
    }

    private static List<String> labels() {
        return Arrays.stream(values()).map(Peers::label).toList();
    }
}
