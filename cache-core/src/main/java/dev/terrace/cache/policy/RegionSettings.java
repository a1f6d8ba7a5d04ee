package dev.terrace.cache.policy;

import dev.terrace.cache.codec.CodecProvider;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.codec.PayloadOptions;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set for one region.
 *
 * @param expiry how long entries live
 * @param loading how values are loaded
 * @param stale when an entry that is not fresh may be served
 * @param placement which tiers hold what
 * @param writes when a write is acknowledged
 * @param codec how values become bytes for the tiers below memory
 * @param payload compression and encryption of those bytes
 * @param copyOnRead makes the copy that a caller gets of a value in memory; null to share values by
 *     reference, which is right for immutable ones
 */
public record RegionSettings(
        Expiry expiry,
        LoadPolicy loading,
        StalePolicy stale,
        Placement placement,
        WriteStrategy writes,
        CodecProvider codec,
        PayloadOptions payload,
        @Nullable UnaryOperator<Object> copyOnRead) {

    /** Never expires, loads plainly, every tier, write-through, Smile. */
    public static final RegionSettings DEFAULT = new RegionSettings(
            Expiry.NEVER,
            LoadPolicy.PLAIN,
            StalePolicy.NEVER,
            Placement.EVERYWHERE,
            WriteStrategy.WRITE_THROUGH,
            Codecs.smile(),
            PayloadOptions.plain(),
            null);

    /** Checks that nothing but {@code copyOnRead} is null. */
    public RegionSettings {
        Arguments.given("expiry", expiry, "pass Expiry.NEVER for none");
        Arguments.given("loading", loading, "pass LoadPolicy.PLAIN for none");
        Arguments.given("stale", stale, "pass StalePolicy.NEVER for none");
        Arguments.given("placement", placement, "pass Placement.EVERYWHERE");
        Arguments.given("writes", writes, "pass WriteStrategy.WRITE_THROUGH");
        Arguments.given("codec", codec, "pass Codecs.smile()");
        Arguments.given("payload", payload, "pass PayloadOptions.plain()");
    }

    /** Returns a copy with this expiry. */
    public RegionSettings expiry(Expiry policy) {
        return new RegionSettings(policy, loading, stale, placement, writes, codec, payload, copyOnRead);
    }

    /** Returns a copy with this time to live and no other expiry. */
    public RegionSettings ttl(java.time.Duration ttl) {
        return expiry(Expiry.after(ttl));
    }

    /** Returns a copy with this load policy. */
    public RegionSettings loading(LoadPolicy policy) {
        return new RegionSettings(expiry, policy, stale, placement, writes, codec, payload, copyOnRead);
    }

    /** Returns a copy with this stale policy. */
    public RegionSettings stale(StalePolicy policy) {
        return new RegionSettings(expiry, loading, policy, placement, writes, codec, payload, copyOnRead);
    }

    /** Returns a copy with this placement. */
    public RegionSettings placement(Placement policy) {
        return new RegionSettings(expiry, loading, stale, policy, writes, codec, payload, copyOnRead);
    }

    /** Returns a copy with this write strategy. */
    public RegionSettings writes(WriteStrategy strategy) {
        return new RegionSettings(expiry, loading, stale, placement, strategy, codec, payload, copyOnRead);
    }

    /** Returns a copy with this codec. */
    public RegionSettings codec(CodecProvider provider) {
        return new RegionSettings(expiry, loading, stale, placement, writes, provider, payload, copyOnRead);
    }

    /** Returns a copy with this compression and encryption. */
    public RegionSettings payload(PayloadOptions options) {
        return new RegionSettings(expiry, loading, stale, placement, writes, codec, options, copyOnRead);
    }

    /** Returns a copy that gives each caller a copy of its own. */
    public RegionSettings copyOnRead(UnaryOperator<Object> copier) {
        return new RegionSettings(expiry, loading, stale, placement, writes, codec, payload, copier);
    }
}
