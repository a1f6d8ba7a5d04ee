package dev.terrace.cache.policy;

import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Times to live by key pattern. Patterns are matched against the full key ({@code news:*}); the first
 * row that matches counts, and it goes before the region's own time to live.
 *
 * @param rows in the order in which they are tried
 */
public record TtlTable(List<Row> rows) {

    /** A table without rows. */
    public static final TtlTable EMPTY = new TtlTable(List.of());

    /** Takes a copy of the rows. */
    public TtlTable {
        rows = List.copyOf(Arguments.given("rows", rows, "pass TtlTable.EMPTY for none"));
    }

    /**
     * One row.
     *
     * @param pattern matched against {@code region:key}
     * @param ttl greater than zero
     */
    public record Row(Glob pattern, Duration ttl) {

        /** Checks the values. */
        public Row {
            Arguments.given("pattern", pattern, "pass Glob.compile(\"*\") for every key");
            Durations.positive("ttl of " + pattern, ttl);
        }
    }

    /** Returns a copy with one more row at the end. */
    public TtlTable with(String pattern, Duration ttl) {
        List<Row> more = new ArrayList<>(rows);
        more.add(new Row(Glob.compile(pattern), ttl));
        return new TtlTable(more);
    }

    /** Returns the time to live of the first row that matches; null if none does. Costs a match per row. */
    public @Nullable Duration ttlOf(TierKey key) {
        if (rows.isEmpty()) {
            return null;
        }
        String fullKey = key.fullKey();
        for (Row row : rows) {
            if (row.pattern().matches(fullKey)) {
                return row.ttl();
            }
        }
        return null;
    }
}
