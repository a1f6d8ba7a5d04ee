package dev.terrace.cache.extension;

/**
 * What came of one key of a {@link FillOrder}.
 *
 * @param outcome in a word
 * @param tag of the entry that was brought or found; 0 if there is none
 * @param bytes of the entry that was loaded, as the memory tier or the tiers below count them; else 0
 */
public record Filled(Outcome outcome, long tag, long bytes) {

    /** What may come of a key. */
    public enum Outcome {
        /** It was there already. */
        FRESH,
        /** A lower tier had it, and it was copied up. */
        COPIED,
        /** It was loaded and stored. */
        LOADED,
        /** It was brought, but the gate or the tiers did not let it in: it was changed meanwhile, or is not admitted. */
        REFUSED,
        /** No tier has it, and the source did not return it or was not asked. */
        ABSENT,
        /** Somebody else is writing or loading it. */
        BUSY,
        /** The load failed. */
        FAILED
    }

    /** Returns the result for a key without an entry. */
    public static Filled without(Outcome outcome) {
        return new Filled(outcome, 0, 0);
    }
}
