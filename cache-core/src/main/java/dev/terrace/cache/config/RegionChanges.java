package dev.terrace.cache.config;

import dev.terrace.cache.codec.PayloadOptions;
import dev.terrace.cache.policy.Expiry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.Placement;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.policy.StalePolicy;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Changes what was given and leaves the rest as it is.
 *
 * @param values of the settings in the section {@code defaults}
 */
record RegionChanges(Values values) implements UnaryOperator<RegionSettings> {

    @Override
    public RegionSettings apply(RegionSettings before) {
        return before.expiry(expiry(before.expiry()))
                .loading(loading(before.loading()))
                .stale(stale(before.stale()))
                .placement(placement(before.placement()))
                .writes(values.get(Settings.WRITE_STRATEGY, before.writes()))
                .codec(values.get(Settings.CODEC, before.codec()))
                .payload(payload(before.payload()));
    }

    private Expiry expiry(Expiry before) {
        return new Expiry(
                values.getLimit(Settings.TTL, before.ttl()),
                values.getLimit(Settings.MEMORY_TTL, before.memoryTtl()),
                values.getLimit(Settings.IDLE, before.idle()),
                values.get(Settings.JITTER, before.jitter()));
    }

    private LoadPolicy loading(LoadPolicy before) {
        return new LoadPolicy(
                values.getLimit(Settings.SOFT_TIMEOUT, before.softTimeout()),
                values.getLimit(Settings.HARD_TIMEOUT, before.hardTimeout()),
                values.getLimit(Settings.NEGATIVE_TTL, before.negativeTtl()),
                values.get(Settings.REFRESH_AHEAD, before.refreshAhead()),
                values.getLimit(Settings.LEASE_WAIT, before.leaseWait()));
    }

    private StalePolicy stale(StalePolicy before) {
        Duration ifError = values.get(Settings.STALE_IF_ERROR, before.ifError());
        boolean begins = before.ifError().isZero() && !ifError.isZero();
        Duration throttle = begins ? StalePolicy.ifError(ifError).throttle() : before.throttle();
        return new StalePolicy(
                ifError,
                values.get(Settings.STALE_THROTTLE, throttle),
                values.get(Settings.MAX_STALE, before.maxStale()));
    }

    private Placement placement(Placement before) {
        Promotion when = values.get(Settings.PROMOTION, before.promotion());
        boolean background =
                values.get(Settings.PROMOTION_IN_BACKGROUND, before.promotion().background());
        return before.promotion(new Promotion(when.afterHits(), background))
                .demotion(values.get(Settings.DEMOTION, before.demotion()));
    }

    private PayloadOptions payload(PayloadOptions before) {
        return new PayloadOptions(
                values.get(Settings.COMPRESSION, before.compression()),
                values.get(Settings.COMPRESSION_THRESHOLD, (long) before.thresholdBytes())
                        .intValue(),
                values.get(Settings.ENCRYPTION_KEYS) == null ? before.keys() : values.get(Settings.ENCRYPTION_KEYS));
    }
}
