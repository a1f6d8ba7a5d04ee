package dev.terrace.cache.engine;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Random small programs on two threads: the model checker plays schedules of them one by one, the stress
 * runs leave the schedules to the machine. Caffeine counts as atomic: its own tests prove it, and the
 * gate is asked inside its atomic step.
 */
class ChainLincheckIT {

    static ModelCheckingOptions modelChecking(int iterations, int invocations) {
        return new ModelCheckingOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(2)
                .actorsAfter(2)
                .iterations(iterations)
                .invocationsPerIteration(invocations)
                .addGuarantee(forClasses(ChainLincheckIT::isProvenElsewhere)
                        .allMethods()
                        .treatAsAtomic())
                .addGuarantee(
                        forClasses(ChainLincheckIT::sharesNothing).allMethods().ignore())
                .addGuarantee(
                        forClasses(SmallChain.class.getName()).methods("<init>").ignore());
    }

    /** What counts as one step. The calls of a tier may: its contract says so, and has a test of its own. */
    private static boolean isProvenElsewhere(String className) {
        return className.startsWith("com.github.benmanes.caffeine.")
                || className.startsWith("java.util.concurrent.ConcurrentHashMap")
                || className.startsWith("dev.terrace.cache.testkit.HeapTier")
                || className.startsWith(GracePeriods.class.getName())
                || className.equals(History.class.getName());
    }

    /** What no other thread sees, or what no other thread acts upon. */
    private static boolean sharesNothing(String className) {
        return UNSHARED.stream().anyMatch(className::startsWith);
    }

    private static final List<String> UNSHARED = List.of(
            "org.slf4j.",
            "dev.terrace.cache.codec.",
            "dev.terrace.cache.tier.",
            "dev.terrace.cache.policy.",
            "dev.terrace.cache.engine.Counters",
            "dev.terrace.cache.engine.Events",
            "dev.terrace.cache.engine.RemovalLog",
            "dev.terrace.cache.engine.TierFailures");

    static StressOptions stress(int iterations, int invocations) {
        return new StressOptions()
                .threads(2)
                .actorsBefore(2)
                .actorsPerThread(3)
                .actorsAfter(2)
                .iterations(iterations)
                .invocationsPerIteration(invocations);
    }

    /** Plays the scenarios and then random ones. */
    static <O extends Options<O, ?>> void check(
            O options, Class<?> operations, Class<?> specification, List<Scenario> scenarios) {
        scenarios.forEach(scenario -> options.addCustomScenario(scenario.on(operations)));
        options.sequentialSpecification(specification).check(operations);
    }

    private static final String LOOK = "get 1; forgetMemory; get 1";

    /** Memory alone: what a write and a removal of many keys do to each other. */
    static final List<Scenario> MEMORY = List.of(
            new Scenario("", "set 1 1; get 1", "clear; get 1", "get 1"),
            new Scenario("set 1 1", "setIfAbsent 1 2", "delete 1; get 1", "get 1"),
            new Scenario("", "setIfAbsent 1 2", "setIfAbsent 1 3; clear", "get 1"),
            new Scenario("set 1 1", "set 1 2", "clear; get 1", "get 1"));

    /** A promotion or a write against each kind of change. */
    static final List<Scenario> MAP = List.of(
            new Scenario("set 1 1; forgetMemory", "get 1", "delete 1; get 1", LOOK),
            new Scenario("set 1 1; forgetMemory", "get 1", "set 1 2; get 1", LOOK),
            new Scenario("set 1 1; forgetMemory", "get 1", "invalidate 1; get 1", LOOK),
            new Scenario("set 1 1; forgetMemory", "get 1", "clear; get 1", LOOK),
            new Scenario("", "set 1 1", "set 1 2; get 1", LOOK),
            new Scenario("", "set 1 1", "delete 1; get 1", LOOK),
            new Scenario("set 1 1", "set 1 2; get 1", "set 1 3", LOOK),
            new Scenario("set 1 1", "delete 1; get 1", "set 1 3", LOOK),
            new Scenario("", "set 1 1; get 1", "clear; get 1", LOOK));

    /** A load against each kind of change. */
    static final List<Scenario> LOADS = List.of(
            new Scenario("", "getOrLoad 1", "delete 1; get 1", LOOK),
            new Scenario("", "getOrLoad 1", "delete 1; getOrLoad 1", LOOK),
            new Scenario("", "getOrLoad 1", "set 1; get 1", LOOK),
            new Scenario("", "getOrLoad 1", "invalidate 1; get 1", LOOK),
            new Scenario("", "getOrLoad 1", "clear; getOrLoad 1", LOOK),
            new Scenario("getOrLoad 1", "set 1; getOrLoad 1", "set 1", LOOK),
            new Scenario("set 1", "refresh 1", "set 1; get 1", LOOK),
            new Scenario("set 1", "refresh 1", "delete 1; getOrLoad 1", LOOK));

    @Nested
    class ModelChecked {

        @Test
        void memoryIsAMap() {
            check(modelChecking(1, 60), MemoryAsMap.class, MemoryAsMap.Spec.class, MEMORY);
        }

        @Test
        void chainIsAMap() {
            check(modelChecking(1, 60), ChainAsMap.class, ChainAsMap.Spec.class, MAP);
        }

        @Test
        void chainWithLoadsNeverBringsAValueBack() {
            check(modelChecking(1, 60), ChainWithLoads.class, ChainWithLoads.Spec.class, LOADS);
        }
    }

    @Nested
    class UnderStress {

        @Test
        void memoryIsAMap() {
            check(stress(2, 300), MemoryAsMap.class, MemoryAsMap.Spec.class, MEMORY);
        }

        @Test
        void chainIsAMap() {
            check(stress(2, 300), ChainAsMap.class, ChainAsMap.Spec.class, MAP);
        }

        @Test
        void chainWithLoadsNeverBringsAValueBack() {
            check(stress(2, 300), ChainWithLoads.class, ChainWithLoads.Spec.class, LOADS);
        }
    }
}
