package dev.terrace.cache.metrics.report;

/**
 * One change that is worth making.
 *
 * @param kind what to change
 * @param subject the tier or region
 * @param change what to do, in one sentence
 * @param arithmetic how its effect was estimated, with the numbers
 * @param worth the share of the time that reads take now which it saves, or what comes closest; larger is better
 */
public record Advice(Kind kind, String subject, String change, String arithmetic, double worth) {

    /** What to change. */
    public enum Kind {
        /** The memory tier earns more with a higher limit. */
        RAISE_MEMORY,
        /** The memory tier has room that earns nothing. */
        LOWER_MEMORY,
        /** The tier below memory earns more with a higher limit. */
        RAISE_LOWER_TIER,
        /** Values expire long before they change. */
        LENGTHEN_TTL,
        /** Values change long before they expire. */
        SHORTEN_TTL,
        /** The region takes room and answers nearly nothing. */
        STOP_CACHING
    }
}
