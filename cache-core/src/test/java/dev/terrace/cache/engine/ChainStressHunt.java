package dev.terrace.cache.engine;

import org.junit.jupiter.api.Test;

/**
 * Everything at once on a chain with a lower tier, sound or failing. No part of the build runs this: it still finds a read now and then that should not
 * be, see "Known gaps" in docs/consistency.md. Run it by hand: {@code mvn test -pl cache-core -am -Dtest=ChainStressHunt}.
 */
class ChainStressHunt {

    private final ChainStress stress = new ChainStress();

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
}
