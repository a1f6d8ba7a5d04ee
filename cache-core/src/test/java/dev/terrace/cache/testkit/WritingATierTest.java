package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.tier.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The code in docs/writing-a-tier.md is code that compiles and passes. */
class WritingATierTest {

    private static final Path SOURCES = Path.of("src/test/java/dev/terrace/cache/testkit");

    @Test
    void theExampleIsTheClassThatPassesTheContract() throws IOException {
        assertShown("HeapTier.java", "import ");
    }

    @Test
    void theProviderIsAClassThatWorks() throws IOException {
        assertShown("HeapTierProvider.java", "public final class");
        HeapTierProvider provider = new HeapTierProvider();

        try (Tier tier = provider.create(Map.of("maximum-bytes", "1000"))) {
            assertThat(tier.name()).isEqualTo(provider.name());
            assertThat(tier.size().maximumBytes()).isEqualTo(1000);
        }
        assertThat(provider.settings()).containsKey("maximum-bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> provider.create(Map.of("maximum-bytes", "many")))
                .withMessageContainingAll("maximum-bytes", "many", "greater than zero");
    }

    @Test
    void theExampleHasFewerThan150Lines() throws IOException {
        assertThat(Files.readAllLines(SOURCES.resolve("HeapTier.java"))).hasSizeLessThan(150);
    }

    /** From the first import that says something, or from the class on, the page and the file are the same. */
    private static void assertShown(String file, String from) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        String page = Files.readString(Path.of("../docs/writing-a-tier.md"));
        assertThat(page)
                .as("code block with %s", file)
                .contains("```java\n" + source.substring(source.indexOf(from)) + "```\n");
    }
}
