package dev.terrace.cache.engine;

import static dev.terrace.cache.engine.ChainLincheckCheck.check;
import static dev.terrace.cache.engine.ChainLincheckCheck.modelChecking;

import org.junit.jupiter.api.Test;

/** What {@link ChainLincheckCheck} model-checks, with more programs and more schedules of each; takes minutes. */
class ChainLincheckLongCheck {

    private static final int PROGRAMS = 30;
    private static final int SCHEDULES = 3000;

    @Test
    void memoryIsAMap() {
        check(modelChecking(PROGRAMS, SCHEDULES), MemoryAsMap.class, MemoryAsMap.Spec.class, ChainLincheckCheck.MEMORY);
    }

    @Test
    void chainIsAMap() {
        check(modelChecking(PROGRAMS, SCHEDULES), ChainAsMap.class, ChainAsMap.Spec.class, ChainLincheckCheck.MAP);
    }

    @Test
    void chainWithLoadsNeverBringsAValueBack() {
        check(
                modelChecking(PROGRAMS, SCHEDULES),
                ChainWithLoads.class,
                ChainWithLoads.Spec.class,
                ChainLincheckCheck.LOADS);
    }
}
