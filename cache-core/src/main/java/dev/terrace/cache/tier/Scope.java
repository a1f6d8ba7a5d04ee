package dev.terrace.cache.tier;

import org.jspecify.annotations.Nullable;

/**
 * A set of entries, described by data so that a remote tier can translate it: those of one region or
 * of all, whose key matches a glob and which carry a label. A part that is null does not restrict.
 *
 * @param region the region's name; null for every region
 * @param glob matched against the key inside the region if {@code region} is given, else against
 *     the full key {@code region:key}
 * @param label the hash of a label ({@link EntryFormat#labelHash}) that the entry must carry
 */
public record Scope(
        @Nullable String region,
        @Nullable Glob glob,
        @Nullable Long label) {

    /** Everything in every region. */
    public static final Scope ALL = new Scope(null, null, null);

    /** Returns the scope of all entries of one region. */
    public static Scope region(String region) {
        return new Scope(region, null, null);
    }

    /** Returns true if the scope covers whole regions. */
    public boolean isWhole() {
        return label == null && (glob == null || glob.matchesAll());
    }

    /** Returns true if entries of this region can be in the scope; says nothing of their keys. */
    public boolean reaches(String name) {
        return region == null || region.equals(name);
    }

    /** Returns true if the key is in the scope as far as region and glob go. */
    public boolean matchesKey(TierKey key) {
        if (!reaches(key.region())) {
            return false;
        }
        return glob == null || glob.matches(region == null ? key.fullKey() : key.key());
    }

    /** Returns true if the entry is in the scope; a null entry carries no label. */
    public boolean matches(TierKey key, @Nullable Entry entry) {
        return matchesKey(key) && (label == null || (entry != null && entry.hasLabel(label)));
    }

    @Override
    public String toString() {
        return (region == null ? "every region" : "region " + region)
                + (glob == null ? "" : ", keys " + glob)
                + (label == null ? "" : ", label #" + Long.toHexString(label));
    }
}
