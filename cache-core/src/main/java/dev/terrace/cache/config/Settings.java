package dev.terrace.cache.config;

import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Compression;
import dev.terrace.cache.codec.KeyRing;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of all settings. Parsing, messages, {@code docs/configuration.md} and {@code .env.example}
 * all come from here.
 */
final class Settings {

    /** How every environment variable begins. */
    static final String PREFIX = "CACHE_";

    /** The section of what all regions are made with. */
    static final String DEFAULTS = "defaults";

    /** The section of the regions, one section each. */
    static final String REGIONS = "regions";

    private static final List<Setting<?>> ROWS = new ArrayList<>();

    static final Setting<Path> CONFIG_FILE = add(
            "",
            "config-file",
            SettingType.path("the path of a .yaml, .yml or .properties file", "/etc/app/terrace.yaml"),
            "",
            "File to read first; the environment goes before it. Only as an environment variable.");
    static final Setting<Backend> BACKEND = add(
            "",
            "backend",
            SettingType.choice(List.of(Backend.values())),
            "layered",
            "Tiers to use: one of the three alone, or memory and below it every tier that has a setting.");
    static final Setting<Long> TOTAL_BYTES = add(
            "",
            "total-bytes",
            SettingType.size(20L << 20, Long.MAX_VALUE),
            "",
            "One budget for memory and disk, divided by measured heat, in place of `memory.max-bytes` and"
                    + " `disk.max-bytes`; adds the disk tier.");
    static final Setting<Limit<Long>> MEMORY_ENTRIES = add(
            "memory",
            "max-entries",
            SettingType.countOrNone(),
            "none",
            "Entries in the memory tier, over all regions.");
    static final Setting<Limit<Long>> MEMORY_BYTES = add(
            "memory",
            "max-bytes",
            SettingType.sizeOrNone(),
            "100MiB",
            "Heap of the memory tier, over all regions; without it, `memory.max-entries` alone is the limit if it is"
                    + " set. The variable counts plain numbers in megabytes.");
    static final Setting<Path> DISK_DIRECTORY = add(
            "disk",
            "directory",
            SettingType.path("a path", "cache"),
            "cache",
            "Folder of the disk tier, for one process at a time; below the working directory if it is relative.");
    static final Setting<Long> DISK_BYTES =
            add("disk", "max-bytes", SettingType.size(1, Long.MAX_VALUE), "1GiB", "Space that the disk tier may take.");
    static final Setting<String> REDIS_URL = add(
            "redis",
            "url",
            SettingType.redisUrl(),
            "",
            "Address of Redis. User and password never appear in messages and logs.");
    static final Setting<String> REDIS_PREFIX = add(
            "redis",
            "key-prefix",
            SettingType.keyPrefix(),
            "",
            "Put before every key in Redis, to share it with other applications.");
    static final Setting<TtlTable> TTL_TABLE = add(
            "",
            "ttl-table",
            SettingType.ttlTable(),
            "",
            "Times to live by pattern of the full key; the first row that matches counts, and goes before the region's"
                    + " own. In a file a section with a line per row.");
    static final Setting<Duration> CLEANUP_INTERVAL =
            add("", "cleanup-interval", SettingType.duration(), "1h", "Time between removals of expired entries.");
    static final Setting<KeyRing> ENCRYPTION_KEYS = add(
            "",
            "encryption-keys",
            SettingType.keys(),
            "",
            "Encrypts entries on disk and in Redis. The first key writes, all of them read. Never shown.");
    static final Setting<Integer> QUEUE_CAPACITY = add(
            "write-behind",
            "capacity",
            SettingType.count(1, 10_000_000),
            "10000",
            "Keys that may wait to be written to Redis; when it is full the caller writes itself.");
    static final Setting<Integer> QUEUE_BATCH =
            add("write-behind", "batch", SettingType.count(1, 10_000), "128", "Keys written to Redis at once.");
    static final Setting<Duration> RETRY_FROM = add(
            "write-behind",
            "retry-from",
            SettingType.duration(),
            "100ms",
            "Pause after the first write to Redis that failed; doubles with each further one.");
    static final Setting<Duration> RETRY_UP_TO =
            add("write-behind", "retry-up-to", SettingType.duration(), "1s", "Longest pause between writes that fail.");
    static final Setting<Duration> FLUSH_ON_CLOSE = add(
            "write-behind",
            "flush-on-close",
            SettingType.durationOrZero(),
            "10s",
            "Time that closing the manager may take to write what waits.");
    static final Setting<Boolean> VOLATILE_QUEUE = add(
            "write-behind",
            "volatile-queue",
            SettingType.flag(),
            "false",
            "Allows write-behind without a disk tier: what waits is lost when the process dies.");

    static final Setting<Limit<Duration>> TTL = region(
            "ttl", SettingType.durationOrNone(), "none", "Time to live of entries that are given none of their own.");
    static final Setting<Limit<Duration>> MEMORY_TTL =
            region("memory-ttl", SettingType.durationOrNone(), "none", "Upper bound of the time to live in memory.");
    static final Setting<Limit<Duration>> IDLE =
            region("idle", SettingType.durationOrNone(), "none", "Entries that are not read for so long expire.");
    static final Setting<Double> JITTER = region(
            "jitter",
            SettingType.share("0.5", true),
            "0",
            "Share of the time to live by which it is shortened at random.");
    static final Setting<Limit<Duration>> NEGATIVE_TTL = region(
            "negative-ttl",
            SettingType.durationOrNone(),
            "none",
            "How long \"the source has none\" is kept; without it the source is asked at every read.");
    static final Setting<Limit<Duration>> SOFT_TIMEOUT = region(
            "soft-timeout",
            SettingType.durationOrNone(),
            "none",
            "A caller with a stale value at hand waits so long for the load; the load goes on.");
    static final Setting<Limit<Duration>> HARD_TIMEOUT =
            region("hard-timeout", SettingType.durationOrNone(), "none", "No caller waits longer for a load.");
    static final Setting<Double> REFRESH_AHEAD = region(
            "refresh-ahead",
            SettingType.share("1", false),
            "0",
            "Share of the time to live after which a read loads anew in the background; 0 is never.");
    static final Setting<Limit<Duration>> LEASE_WAIT = region(
            "lease-wait",
            SettingType.durationOrNone(),
            "none",
            "How long a load waits while another process loads the same key; without it both ask the source.");
    static final Setting<Duration> STALE_IF_ERROR = region(
            "stale-if-error",
            SettingType.durationOrZero(),
            "0s",
            "How long after its expiry an entry may stand in for a load that fails.");
    static final Setting<Duration> STALE_THROTTLE = region(
            "stale-throttle",
            SettingType.durationOrZero(),
            "0s",
            "Pause after a failed load; 30s where only `stale-if-error` is set.");
    static final Setting<Duration> MAX_STALE = region(
            "max-stale",
            SettingType.durationOrZero(),
            "2s",
            "How long entries that another node may have replaced are served while Redis cannot be asked.");
    static final Setting<Promotion> PROMOTION =
            region("promotion", SettingType.promotion(), "always", "When an entry found below memory is copied up.");
    static final Setting<Boolean> PROMOTION_IN_BACKGROUND =
            region("promotion-in-background", SettingType.flag(), "false", "Copies up after the read has returned.");
    static final Setting<Boolean> DEMOTION = region(
            "demotion",
            SettingType.flag(),
            "false",
            "Offers an entry that memory evicts for room to the next tier below.");
    static final Setting<WriteStrategy> WRITE_STRATEGY = region(
            "write-strategy",
            SettingType.choice(List.of(WriteStrategy.values())),
            "write-through",
            "When a write is acknowledged; `cache-aside` refuses loaders.");
    static final Setting<CodecProvider> CODEC =
            region("codec", SettingType.codec(), "smile", "How values become bytes for disk and Redis.");
    static final Setting<Compression> COMPRESSION = region(
            "compression",
            SettingType.choice(List.of(Compression.values())),
            "none",
            "Compression of values on disk and in Redis.");
    static final Setting<Long> COMPRESSION_THRESHOLD = region(
            "compression-threshold", SettingType.size(0, 1L << 30), "1KiB", "Smaller values are not compressed.");

    /** All rows, in the order of the documentation. */
    static final List<Setting<?>> ALL = List.copyOf(ROWS);

    private Settings() {}

    private static <T> Setting<T> region(String key, SettingType<T> type, String byDefault, String meaning) {
        return add(DEFAULTS, key, type, byDefault, meaning);
    }

    private static <T> Setting<T> add(
            String section, String key, SettingType<T> type, String byDefault, String meaning) {
        Setting<T> setting = new Setting<>(section, key, type, byDefault, meaning);
        ROWS.add(setting);
        return setting;
    }
}
