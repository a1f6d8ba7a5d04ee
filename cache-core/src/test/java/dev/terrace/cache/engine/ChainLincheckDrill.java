package dev.terrace.cache.engine;

import static dev.terrace.cache.engine.ChainLincheckIT.check;
import static dev.terrace.cache.engine.ChainLincheckIT.modelChecking;
import static dev.terrace.cache.engine.ChainLincheckIT.stress;

import org.junit.jupiter.api.Test;

/** What {@link ChainLincheckIT} checks, with more programs and more schedules of each; takes minutes. */
class ChainLincheckDrill {

    private static final int PROGRAMS = 5;
    private static final int SCHEDULES = 200;
    private static final int RUNS = 600;

    @Test
    void memoryIsAMapModelChecked() {
        check(modelChecking(PROGRAMS, SCHEDULES), MemoryAsMap.class, MemoryAsMap.Spec.class, ChainLincheckIT.MEMORY);
    }

    @Test
    void chainIsAMapModelChecked() {
        check(modelChecking(PROGRAMS, SCHEDULES), ChainAsMap.class, ChainAsMap.Spec.class, ChainLincheckIT.MAP);
    }

    @Test
    void chainWithLoadsNeverBringsAValueBackModelChecked() {
        check(
                modelChecking(PROGRAMS, SCHEDULES),
                ChainWithLoads.class,
                ChainWithLoads.Spec.class,
                ChainLincheckIT.LOADS);
    }

    @Test
    void memoryIsAMapUnderStress() {
        check(stress(PROGRAMS, RUNS), MemoryAsMap.class, MemoryAsMap.Spec.class, ChainLincheckIT.MEMORY);
    }

    @Test
    void chainIsAMapUnderStress() {
        check(stress(PROGRAMS, RUNS), ChainAsMap.class, ChainAsMap.Spec.class, ChainLincheckIT.MAP);
    }

    @Test
    void chainWithLoadsNeverBringsAValueBackUnderStress() {
        check(stress(PROGRAMS, RUNS), ChainWithLoads.class, ChainWithLoads.Spec.class, ChainLincheckIT.LOADS);
    }
}
