package dev.terrace.cache.disk;

import dev.terrace.cache.tier.ByteAt;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Says which entries of the map file are in a scope, by their keys and headers where they lie. A stored key is the UTF-8
 * text {@code region:key}; no region has a colon, so the first one parts the two. For one thread.
 */
final class ScopeFilter implements ByteAt {

    private final byte[] prefix;
    private final @Nullable Glob glob;
    private final @Nullable Long label;
    private @Nullable EntryView view;

    ScopeFilter(Scope scope) {
        String region = scope.region();
        prefix = region == null ? new byte[0] : (region + ':').getBytes(StandardCharsets.UTF_8);
        Glob pattern = scope.glob();
        glob = pattern == null || pattern.matchesAll() ? null : pattern;
        label = scope.label();
    }

    boolean matches(EntryView entry) {
        view = entry;
        return entry.keyLength() >= prefix.length
                && hasPrefix(entry)
                && (glob == null || glob.matchesUtf8(this))
                && (label == null || Headers.hasLabel(entry, label));
    }

    private boolean hasPrefix(EntryView entry) {
        for (int at = 0; at < prefix.length; at++) {
            if (entry.keyByte(at) != prefix[at]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int length() {
        return entry().keyLength() - prefix.length;
    }

    @Override
    public byte at(int index) {
        return entry().keyByte(prefix.length + index);
    }

    private EntryView entry() {
        if (view == null) {
            throw new IllegalStateException("nothing is being matched");
        }
        return view;
    }
}
