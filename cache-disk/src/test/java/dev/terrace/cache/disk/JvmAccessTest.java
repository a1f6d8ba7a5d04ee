package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a program sees that embeds the tier, on every JDK that is here. */
class JvmAccessTest {

    static List<Path> javaHomes() {
        return ChildJvm.javaHomes();
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void withoutFlagsTheMessageHasTheLineThatMakesItWork(Path javaHome, @TempDir Path folder) throws Exception {
        String refusal = run(javaHome, List.of(), folder);
        assertThat(refusal).contains("start java with:", "--add-opens java.base/java.lang=ALL-UNNAMED");

        String line = refusal.lines()
                .filter(text -> text.startsWith("  --add"))
                .findFirst()
                .orElseThrow();
        String output = run(javaHome, List.of(line.strip().split(" ")), folder);
        assertThat(output).isEqualToIgnoringNewLines("works");
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void opensTheModulesItselfWhenAskedTo(Path javaHome, @TempDir Path folder) throws Exception {
        assertThat(run(javaHome, List.of("-Dterrace.open.modules=true"), folder))
                .endsWith("works\n");
    }

    private static String run(Path javaHome, List<String> flags, Path folder) throws Exception {
        List<String> all = new ArrayList<>(flags);
        all.add("-Dslf4j.internal.verbosity=ERROR"); // the class path of tests has two providers
        return ChildJvm.output(ChildJvm.start(javaHome, all, Opener.class, folder.toString()));
    }

    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) {
            Path own = Path.of(arguments[0])
                    .resolve("cache" + ProcessHandle.current().pid());
            try (CacheManager caches = DiskTier.at(own).maximumBytes(1 << 20).open()) {
                Cache<String> texts = caches.cache("texts", String.class);
                texts.set("a", "works");
                System.out.println(texts.get("a"));
            } catch (IllegalStateException refusal) {
                System.out.println(refusal.getMessage());
            }
        }
    }
}
