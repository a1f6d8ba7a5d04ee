package dev.terrace.cache.tier;

/**
 * An entry that is at hand as a whole, as a scan shows it.
 *
 * @param key its name
 * @param entry the entry itself
 */
record ScannedEntry(TierKey key, Entry entry) implements Scan.Scanned {

    @Override
    public long tag() {
        return entry.tag();
    }

    @Override
    public long expiresAt() {
        return entry.expiresAt();
    }

    @Override
    public long staleUntil() {
        return entry.staleUntil();
    }

    @Override
    public long position() {
        return entry.position();
    }

    @Override
    public int bytes() {
        return key.utf8().length + entry.bytes().length;
    }

    @Override
    public boolean hasLabel(long hash) {
        return entry.hasLabel(hash);
    }
}
