package dev.terrace.cache.disk;

import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;

/**
 * An entry of the map file as a scan shows it.
 *
 * @param view valid only during the visit
 */
record MappedScanned(EntryView view) implements Scan.Scanned {

    @Override
    public TierKey key() {
        String full = new String(view.copyKey(), StandardCharsets.UTF_8);
        int colon = full.indexOf(':');
        return colon < 0 ? new TierKey("", full) : new TierKey(full.substring(0, colon), full.substring(colon + 1));
    }

    @Override
    public long tag() {
        return Headers.tag(view);
    }

    @Override
    public long expiresAt() {
        return Headers.expiresAt(view);
    }

    @Override
    public long staleUntil() {
        return Headers.staleUntil(view);
    }

    @Override
    public long position() {
        return view.position();
    }

    @Override
    public int bytes() {
        return (int) Math.min(Integer.MAX_VALUE, view.keyLength() + Headers.entryBytes(view));
    }

    @Override
    public boolean hasLabel(long hash) {
        return Headers.hasLabel(view, hash);
    }
}
