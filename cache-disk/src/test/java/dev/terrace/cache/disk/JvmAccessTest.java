package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
        return ChildJvm.output(ChildJvm.start(javaHome, flags, Opener.class, folder.toString()));
    }

    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws Exception {
            try {
                JvmAccess.prepare();
            } catch (IllegalStateException refusal) {
                System.out.println(refusal.getMessage());
                return;
            }
            Surroundings around = new Surroundings(SizingPlan.of(1 << 20), InstantSource.system(), number -> {});
            Path file = Path.of(arguments[0])
                    .resolve("map" + ProcessHandle.current().pid());
            try (DiskFile disk = MapFiles.create(file, around)) {
                disk.put(TestDisk.key("a"), TestDisk.forever("works"), present -> true);
                StoredEntry found = disk.get(TestDisk.key("a"), view -> true);
                System.out.println(found == null ? "nothing" : new String(found.value(), StandardCharsets.UTF_8));
            }
        }
    }
}
