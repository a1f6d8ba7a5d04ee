package dev.terrace.cache.redis;

import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The names of everything that is kept in Redis. Safe for use by many threads.
 *
 * <pre>
 *  {prefix/region:generation:key}     an entry; the generation is 16 hexadecimal digits
 *  {prefix/region:generation:key}l    the lease of whoever loads it
 *  {prefix/region:generation:key}t    remembers for a while that it was removed
 *  {prefix}generations                hash: region to generation
 *  {prefix}barriers                   hash: region to the time of the last removal by pattern, "*" for all regions
 *  {prefix}active                     hash: barriers that are not swept yet, see the channel
 *  {prefix}channel                    where changes are announced
 *  {prefix-probe-number}              what a probe writes; gone after a second
 * </pre>
 *
 * <p>What belongs to one entry stands in the same braces and so in the same slot of a cluster. A prefix has neither
 * slash nor brace and a region no colon, so nothing can be read in two ways, whatever is in the key.
 */
final class RedisKeys {

    static final int GENERATION_DIGITS = 16;

    private static final byte LEASE = 'l';
    private static final byte TOMBSTONE = 't';

    private final String prefix;
    private final String opening;
    private final byte[] generations;
    private final byte[] channel;
    private final Map<String, Opening> openings = new ConcurrentHashMap<>();

    RedisKeys(String prefix) {
        this.prefix = prefix;
        this.opening = '{' + prefix + '/';
        this.generations = bytes('{' + prefix + "}generations");
        this.channel = bytes('{' + prefix + "}channel");
    }

    /** Returns the name of an entry. Costs one copy: what comes before the key is remembered for each region. */
    byte[] entry(TierKey key, long generation) {
        Opening known = openings.get(key.region());
        if (known == null || known.generation != generation) {
            known = new Opening(opening + key.region(), key.region(), generation);
            openings.put(key.region(), known);
        }
        return known.followedBy(key);
    }

    /** The bytes before the keys of a region. */
    private static final class Opening {

        private final long generation;
        private final byte[] bytes;
        private final int regionBytes;

        Opening(String start, String region, long generation) {
            this.generation = generation;
            this.bytes = RedisKeys.bytes(start + ':' + hex(generation) + ':');
            this.regionBytes = RedisKeys.bytes(region).length;
        }

        byte[] followedBy(TierKey key) {
            byte[] fullKey = key.utf8();
            int keyBytes = fullKey.length - regionBytes - 1;
            byte[] name = Arrays.copyOf(bytes, bytes.length + keyBytes + 1);
            System.arraycopy(fullKey, regionBytes + 1, name, bytes.length, keyBytes);
            name[name.length - 1] = '}';
            return name;
        }
    }

    /** Returns the name of the lease that belongs to an entry. */
    byte[] lease(byte[] entry) {
        return with(entry, LEASE);
    }

    /** Returns the name of the mark that an entry was removed. */
    byte[] tombstone(byte[] entry) {
        return with(entry, TOMBSTONE);
    }

    private static byte[] with(byte[] entry, byte suffix) {
        byte[] name = Arrays.copyOf(entry, entry.length + 1);
        name[entry.length] = suffix;
        return name;
    }

    /** Returns the name of the table of generations; not to be changed. */
    byte[] generations() {
        return generations;
    }

    byte[] barriers() {
        return bytes('{' + prefix + "}barriers");
    }

    byte[] activeBarriers() {
        return bytes('{' + prefix + "}active");
    }

    /** Returns the name of the channel; not to be changed. */
    byte[] channel() {
        return channel;
    }

    /** Returns the name of what a probe writes; each number is in another slot. */
    byte[] probe(int number) {
        return bytes('{' + prefix + "-probe-" + number + '}');
    }

    /** Returns what the names of all entries, and of all that probes write, begin with. */
    List<byte[]> beginnings() {
        return List.of(bytes(opening), bytes('{' + prefix + "-probe-"));
    }

    static String hex(long generation) {
        return java.util.HexFormat.of().toHexDigits(generation);
    }

    /** Returns a pattern for SCAN that matches at least the entries of a scope, in any generation. */
    byte[] entriesOf(Scope scope, @Nullable Long generation) {
        return pattern(scope, generation, "}");
    }

    /** Returns a pattern for SCAN that matches at least the leases of a scope, in any generation. */
    byte[] leasesOf(Scope scope, @Nullable Long generation) {
        return pattern(scope, generation, "}l");
    }

    private byte[] pattern(Scope scope, @Nullable Long generation, String end) {
        String region = scope.region();
        Glob glob = scope.glob();
        if (region == null) {
            return bytes(Glob.escape(opening) + regionsOf(glob) + end);
        }
        String digits = generation == null ? "?".repeat(GENERATION_DIGITS) : hex(generation);
        String keys = glob == null ? "*" : glob.redisPattern();
        return bytes(Glob.escape(opening + region) + ':' + digits + ':' + keys + end);
    }

    /** What a glob for full keys says about the region, if anything. */
    private static String regionsOf(@Nullable Glob glob) {
        String start = glob == null ? "" : glob.literalPrefix();
        int colon = start.indexOf(':');
        return colon < 0 ? Glob.escape(start) + '*' : Glob.escape(start.substring(0, colon)) + ":*";
    }

    /** Returns what the name of an entry, lease or tombstone says; null if it is none of ours. */
    @Nullable
    Name parse(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        int end = text.lastIndexOf('}');
        int colon = text.indexOf(':', opening.length());
        int second = colon + 1 + GENERATION_DIGITS;
        if (!text.startsWith(opening) || colon < 0 || end <= second || text.charAt(second) != ':') {
            return null;
        }
        Long generation = generation(text.substring(colon + 1, second));
        if (generation == null) {
            return null;
        }
        return new Name(
                new TierKey(text.substring(opening.length(), colon), text.substring(second + 1, end)), generation);
    }

    /** Reads the digits of a generation; null if they are none. */
    static @Nullable Long generation(String digits) {
        try {
            return digits.length() == GENERATION_DIGITS ? Long.parseUnsignedLong(digits, 16) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What a name says: whose it is, and of which generation. */
    record Name(TierKey key, long generation) {}
}
