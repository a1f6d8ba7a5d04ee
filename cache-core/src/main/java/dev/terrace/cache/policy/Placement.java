package dev.terrace.cache.policy;

/**
 * Where the entries of a region are kept.
 *
 * @param promotion when a hit below is copied up
 * @param admission which tiers an entry may enter
 * @param demotion true to offer an entry that the memory tier evicts for room to the next tier below
 */
public record Placement(Promotion promotion, Admission admission, boolean demotion) {

    /** Every tier takes everything, a hit is promoted at once, nothing is demoted. */
    public static final Placement EVERYWHERE = new Placement(Promotion.ALWAYS, Admission.ALL, false);

    /** Checks that nothing is null. */
    public Placement {
        Arguments.given("promotion", promotion, "pass Promotion.NEVER for none");
        Arguments.given("admission", admission, "pass Admission.ALL");
    }

    /** Returns a copy with this promotion. */
    public Placement promotion(Promotion policy) {
        return new Placement(policy, admission, demotion);
    }

    /** Returns a copy with this admission. */
    public Placement admission(Admission policy) {
        return new Placement(promotion, policy, demotion);
    }

    /** Returns a copy that demotes or not. */
    public Placement demotion(boolean on) {
        return new Placement(promotion, admission, on);
    }
}
