package dev.terrace.cache.engine;

import static dev.terrace.cache.engine.ChainLincheckIT.check;
import static dev.terrace.cache.engine.ChainLincheckIT.modelChecking;

import org.junit.jupiter.api.Test;

/** What {@link ChainLincheckIT} model-checks, with more programs and more schedules of each; takes minutes. */
class ChainLincheckDrill {

    private static final int PROGRAMS = 30;
    private static final int SCHEDULES = 3000;

    @Test
    void memoryIsAMap() {
        check(modelChecking(PROGRAMS, SCHEDULES), MemoryAsMap.class, MemoryAsMap.Spec.class, ChainLincheckIT.MEMORY);
    }

    @Test
    void chainIsAMap() {
        check(modelChecking(PROGRAMS, SCHEDULES), ChainAsMap.class, ChainAsMap.Spec.class, ChainLincheckIT.MAP);
    }

    @Test
    void chainWithLoadsNeverBringsAValueBack() {
        check(
                modelChecking(PROGRAMS, SCHEDULES),
                ChainWithLoads.class,
                ChainWithLoads.Spec.class,
                ChainLincheckIT.LOADS);
    }
}
