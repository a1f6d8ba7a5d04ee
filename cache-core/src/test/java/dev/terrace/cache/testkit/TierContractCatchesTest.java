package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.terrace.cache.tier.Tier;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** The contract fails for tiers that break it: each {@link Mutant} by the test named with it. */
class TierContractCatchesTest {

    private static final ThreadLocal<Mutant> UNDER_TEST = new ThreadLocal<>();

    /** Reads which mutant it is about from the thread, since the launcher makes the instances. */
    static final class ContractOfTheMutant extends TierContract {
        @Override
        protected Tier newTier() {
            Mutant mutant = UNDER_TEST.get();
            return mutant == null ? new BrokenTier() : mutant.newTier();
        }

        @Override
        protected int refusedPayload() {
            return BrokenTier.LIMIT;
        }

        @Override
        protected boolean survivesRestart() {
            return true;
        }

        @Override
        protected Tier reopen(Tier closed) {
            return ((BrokenTier) closed).reopened();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTierThatBreaksARuleFails(Mutant mutant) {
        assertThat(failedTests(mutant, selectMethod(ContractOfTheMutant.class, mutant.caughtBy())))
                .containsExactly(mutant.caughtBy());
    }

    @Test
    void aTierThatBreaksNoRulePasses() {
        assertThat(failedTests(null, selectClass(ContractOfTheMutant.class))).isEmpty();
    }

    @Test
    void everyTestOfTheContractCatchesAMutant() {
        Set<String> catching =
                Arrays.stream(Mutant.values()).map(Mutant::caughtBy).collect(Collectors.toSet());
        Set<String> tests = Stream.of(
                        StorageRules.class, GateRules.class, RaceRules.class, ScanRules.class, LifecycleRules.class)
                .flatMap(rules -> Arrays.stream(rules.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        tests.removeAll(catching);

        assertThat(tests).isEmpty();
    }

    private static List<String> failedTests(Mutant mutant, DiscoverySelector tests) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(tests)
                .filters(EngineFilter.includeEngines("junit-jupiter"))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        UNDER_TEST.set(mutant);
        try {
            LauncherFactory.create().execute(request, listener);
        } finally {
            UNDER_TEST.remove();
        }
        TestExecutionSummary summary = listener.getSummary();
        assertThat(summary.getTestsStartedCount()).isPositive();
        return summary.getFailures().stream()
                .map(failure ->
                        (MethodSource) failure.getTestIdentifier().getSource().orElseThrow())
                .map(MethodSource::getMethodName)
                .toList();
    }
}
