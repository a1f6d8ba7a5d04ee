package dev.terrace.cache.engine;

import org.junit.jupiter.api.Test;

/** Everything at once, and every single read judged. */
class ChainStressIT {

    private final ChainStress stress = new ChainStress();

    @Test
    void memoryAloneServesNothingThatWasChangedBeforeTheRead() {
        stress.memoryAloneServesNothingThatWasChangedBeforeTheRead();
    }

    @Test
    void chainOnAHealthyTierServesNothingThatWasChangedBeforeTheRead() {
        stress.chainOnAHealthyTierServesNothingThatWasChangedBeforeTheRead();
    }

    @Test
    void chainOnASickTierServesNothingThatWasChangedBeforeTheRead() {
        stress.chainOnASickTierServesNothingThatWasChangedBeforeTheRead();
    }

    @Test
    void writeThroughWithOutagesServesNothingThatWasChangedBeforeTheRead() {
        stress.writeThroughWithOutagesServesNothingThatWasChangedBeforeTheRead();
    }

    @Test
    void writeBehindWithOutagesServesNothingThatWasChangedBeforeTheRead() {
        stress.writeBehindWithOutagesServesNothingThatWasChangedBeforeTheRead();
    }

    @Test
    void nodesServeNothingThatAnyOfThemChangedBeforeTheReadAndAgreeInTheEnd() {
        stress.nodesServeNothingThatAnyOfThemChangedBeforeTheReadAndAgreeInTheEnd();
    }
}
