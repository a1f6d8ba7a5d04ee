package dev.terrace.cache;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import java.util.Map;
import java.util.function.UnaryOperator;
import junit.framework.Test;
import junit.framework.TestSuite;

/** {@link Cache#asMap} keeps the contract of a concurrent map, as guava-testlib states it. */
public final class AsMapSuiteTest {

    private AsMapSuiteTest() {}

    /** Returns the suite; JUnit's vintage engine looks for this method. */
    public static Test suite() {
        TestSuite suite = new TestSuite("asMap");
        suite.addTest(suiteOf("memory only", builder -> builder));
        suite.addTest(suiteOf("memory and a tier below", builder -> builder.tier(new ReferenceTier())));
        suite.addTest(suiteOf(
                "a tier without memory",
                builder -> builder.memory(memory -> memory.disabled()).tier(new ReferenceTier())));
        return suite;
    }

    private static Test suiteOf(String name, UnaryOperator<ManagerBuilder> tiers) {
        Maps maps = new Maps(tiers);
        return ConcurrentMapTestSuiteBuilder.using(maps)
                .named(name)
                .withFeatures(
                        CollectionSize.ANY, MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
                .withTearDown(maps::close)
                .createTestSuite();
    }

    /** A new manager a map; the one before is closed, at the latest after its test. */
    private static final class Maps extends TestStringMapGenerator {

        private final UnaryOperator<ManagerBuilder> tiers;
        private CacheManager manager = CacheManager.builder().build();

        Maps(UnaryOperator<ManagerBuilder> tiers) {
            this.tiers = tiers;
        }

        @Override
        protected Map<String, String> create(Map.Entry<String, String>[] entries) {
            close();
            manager = tiers.apply(CacheManager.builder().time(new FakeTime())).build();
            Map<String, String> map = manager.cache("map", String.class).asMap();
            for (Map.Entry<String, String> entry : entries) {
                map.put(entry.getKey(), entry.getValue());
            }
            return map;
        }

        void close() {
            manager.close();
        }
    }
}
