package dev.terrace.cache.benchmarks.peers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.terrace.cache.benchmarks.disk.Profile;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/** RocksDB as a cache would use it. */
final class RocksPeer implements Peer {

    private static final int BLOOM_BITS = 10;
    private static final long BLOCK_CACHE = 64L << 20;

    private final Options options;
    private final WriteOptions writes;
    private final RocksDB store;

    RocksPeer(Place place) throws IOException {
        RocksDB.loadLibrary();
        writes = new WriteOptions().setDisableWAL(true);
        options = new Options()
                .setCreateIfMissing(true)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setFilterPolicy(new BloomFilter(BLOOM_BITS))
                        .setBlockCache(new LRUCache(BLOCK_CACHE)));
        try {
            store = RocksDB.open(options, place.folder().resolve("rocksdb").toString());
        } catch (RocksDBException e) {
            throw new IOException(e);
        }
    }

    @Override
    public @Nullable Profile get(String key) {
        try {
            return ProfileBytes.decode(store.get(key.getBytes(UTF_8)));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void put(String key, Profile value) {
        try {
            store.put(writes, key.getBytes(UTF_8), ProfileBytes.encode(value));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void delete(String key) {
        try {
            store.delete(writes, key.getBytes(UTF_8));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        store.close();
        writes.close();
        options.close();
    }
}
