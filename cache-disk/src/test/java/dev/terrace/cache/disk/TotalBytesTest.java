package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Host;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One budget for memory and this tier: a real folder from one start to the next. */
class TotalBytesTest {

    private static final long TOTAL = 40L << 20;
    private static final String PAGE = "x".repeat(20_000);

    @TempDir
    private Path folder;

    /** Says that so many keys are read alike. */
    private record Hot(int keys) implements Extension, Heat {

        @Override
        public String name() {
            return "hot";
        }

        @Override
        public void start(Host host) {}

        @Override
        public double rate(String region, String key) {
            return 1;
        }

        @Override
        public List<HotKey> hottest(String region, int most) {
            return Collections.nCopies(keys, new HotKey("k", 1));
        }

        @Override
        public void close() {}
    }

    private CacheManager open() {
        return CacheManager.builder()
                .tier(DiskTier.at(folder).maximumBytes(5 << 20))
                .totalBytes(TOTAL)
                .build();
    }

    private static long limit(CacheManager manager, String tier) {
        return manager.stats().sizes().get(tier).maximumBytes();
    }

    @Test
    void theTiersShareItAndARestartWithoutALessonIsWarm() {
        try (CacheManager manager = open()) {
            assertThat(limit(manager, "memory")).isEqualTo(TOTAL / 10);
            assertThat(limit(manager, "disk")).isBetween(1L, TOTAL - TOTAL / 10);
            manager.cache("page", String.class).set("k", PAGE);
        }
        try (CacheManager manager = open()) {
            assertThat(limit(manager, "memory")).isEqualTo(TOTAL / 10);
            assertThat(manager.cache("page", String.class).get("k")).isEqualTo(PAGE);
        }
    }

    @Test
    void whatWasLearnedMovesTheBorderOnceAndThenTheDiskStaysWarm() {
        try (CacheManager manager = open()) {
            manager.attach(new Hot(600));
            manager.cache("page", String.class).set("k", PAGE);
        }
        long moved;
        try (CacheManager manager = open()) {
            manager.attach(new Hot(600));
            moved = limit(manager, "memory");
            assertThat(moved).isBetween(600 * 18_000L, TOTAL / 2);
            assertThat(limit(manager, "disk")).isBetween(1L, TOTAL - moved);
            Cache<String> pages = manager.cache("page", String.class);
            assertThat(pages.get("k")).as("a file of another size begins empty").isNull();
            pages.set("k", PAGE);
        }
        try (CacheManager manager = open()) {
            assertThat(limit(manager, "memory")).isEqualTo(moved);
            assertThat(manager.cache("page", String.class).get("k")).isEqualTo(PAGE);
        }
    }

    @Test
    void moreThanTheTierTakesIsNamed() {
        assertThatThrownBy(() -> CacheManager.builder()
                        .tier(DiskTier.at(folder))
                        .totalBytes(1L << 50)
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaves the tier disk");
    }
}
