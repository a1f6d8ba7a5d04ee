package dev.terrace.cache.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The JVM flags stand in the pom, for tests, and in the launcher, for programs. */
class LauncherFlagsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Pattern FLAG = Pattern.compile("--[a-z-]+[ =][A-Za-z0-9./=-]+");

    @Test
    void theLauncherPassesTheFlagsThatTheTestsRunWith() throws IOException {
        String pom = Files.readString(ROOT.resolve("pom.xml"));
        String launcher = Files.readString(ROOT.resolve("terrace"));

        assertThat(flags(pom, "<chronicle.jvmFlags>(.*?)</"))
                .isNotEmpty()
                .isEqualTo(flags(launcher, "JVM_FLAGS=\"(.*?)\""));
        assertThat(flags(pom, "<jdk.jvmFlags>(-.*?)</"))
                .isNotEmpty()
                .isEqualTo(flags(launcher, "JVM_FLAGS_24=\"(.*?)\""));
    }

    private static List<String> flags(String text, String place) {
        return Pattern.compile(place, Pattern.DOTALL)
                .matcher(text)
                .results()
                .flatMap(found -> FLAG.matcher(found.group(1)).results())
                .map(MatchResult::group)
                .toList();
    }
}
