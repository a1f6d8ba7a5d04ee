package dev.terrace.cache.config;

import dev.terrace.cache.policy.TtlTable;
import dev.terrace.cache.tier.Glob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a {@link TtlTable}. */
final class TtlRows {

    /** Each write of an entry without a TTL tries the rows in turn. */
    static final int MOST = 1_000;

    private TtlRows() {}

    /** Reads {@code news:*=15m,chart:5d:*=300}; null if a row is not of this form. */
    static @Nullable TtlTable read(String text) {
        List<TtlTable.Row> rows = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            Duration ttl = SettingText.readDuration(part.substring(equals + 1).trim());
            Glob pattern = pattern(part.substring(0, Math.max(0, equals)).trim());
            if (pattern == null || ttl == null || ttl.toMillis() < 1 || rows.size() == MOST) {
                return null;
            }
            rows.add(new TtlTable.Row(pattern, ttl));
        }
        return new TtlTable(rows);
    }

    /** Returns the compiled pattern; null if it is not well formed. */
    static @Nullable Glob pattern(String text) {
        try {
            return Glob.compile(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
