package dev.terrace.cache.config;

import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.policy.WriteBehind;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings that were read and found right.
 *
 * @param values of all settings but those of single regions
 * @param ttlTable rows in the order of the file
 * @param regions by name
 * @param tiers the settings of the tiers below memory, as their providers take them; only of tiers
 *     that have one
 */
record CheckedSettings(
        Values values, TtlTable ttlTable, Map<String, RegionChanges> regions, Map<String, Map<String, String>> tiers) {

    Backend backend() {
        return values.get(Settings.BACKEND, Backend.LAYERED);
    }

    /** Returns the settings of the tiers that the backend asks for. */
    Map<String, Map<String, String>> wantedTiers() {
        return switch (backend()) {
            case MEMORY -> Map.of();
            case LAYERED -> layered();
            case DISK -> Map.of(TierCatalog.DISK, tiers.getOrDefault(TierCatalog.DISK, Map.of()));
            case REDIS -> Map.of(TierCatalog.REDIS, tiers.getOrDefault(TierCatalog.REDIS, Map.of()));
        };
    }

    private Map<String, Map<String, String>> layered() {
        Map<String, Map<String, String>> all = new TreeMap<>(tiers);
        if (values.get(Settings.TOTAL_BYTES) != null) {
            all.putIfAbsent(TierCatalog.DISK, Map.of());
        }
        return all;
    }

    MemorySettings memory(MemorySettings before) {
        if (backend() == Backend.DISK || backend() == Backend.REDIS) {
            return before.disabled();
        }
        Limit<Long> entries = values.get(Settings.MEMORY_ENTRIES);
        Limit<Long> bytes = values.get(Settings.MEMORY_BYTES);
        MemorySettings memory = before;
        if (entries != null && entries.value() != null) {
            memory = memory.maximumEntries(entries.value());
        }
        if (bytes != null) {
            memory = memory.maximumBytes(bytes.value() == null ? Long.MAX_VALUE : bytes.value());
        }
        return memory;
    }

    WriteBehind writeBehind(WriteBehind before) {
        return new WriteBehind(
                values.get(Settings.QUEUE_CAPACITY, before.capacity()),
                values.get(Settings.QUEUE_BATCH, before.batch()),
                values.get(Settings.RETRY_FROM, before.retryFrom()),
                values.get(Settings.RETRY_UP_TO, before.retryUpTo()),
                values.get(Settings.FLUSH_ON_CLOSE, before.flushOnClose()),
                values.get(Settings.VOLATILE_QUEUE, before.isVolatile()));
    }
}
