package dev.terrace.cache.policy;

/**
 * When an entry that was found in a lower tier is copied to the tiers above, with its remaining time.
 *
 * @param afterHits from which hit below on the entry is copied: 1 at once, {@link Integer#MAX_VALUE} never
 * @param background true to copy on a background thread through a bounded buffer; when that is full
 *     the promotion is dropped and counted
 */
public record Promotion(int afterHits, boolean background) {

    /** Copies at the first hit, before the read returns. */
    public static final Promotion ALWAYS = new Promotion(1, false);

    /** Never copies. */
    public static final Promotion NEVER = new Promotion(Integer.MAX_VALUE, false);

    /** Checks the values. */
    public Promotion {
        if (afterHits < 1) {
            throw new IllegalArgumentException(
                    "afterHits must be at least 1 but was " + afterHits + "; 1 promotes at the first hit");
        }
    }

    /** Returns a promotion at the n-th hit below the memory tier; hits are counted approximately. */
    public static Promotion afterHits(int n) {
        return new Promotion(n, false);
    }

    /** Returns a copy that promotes on a background thread. */
    public Promotion inBackground() {
        return new Promotion(afterHits, true);
    }
}
