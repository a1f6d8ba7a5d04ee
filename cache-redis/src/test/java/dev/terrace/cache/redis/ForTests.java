package dev.terrace.cache.redis;

import java.time.Duration;

/** Tiers for machines that have other things to do. */
final class ForTests {

    private ForTests() {}

    /** Does not take a busy machine for an outage. */
    static RedisTier patient(RedisTier tier) {
        return tier.timeout(Duration.ofSeconds(20)).connections(32, Duration.ofSeconds(20));
    }
}
