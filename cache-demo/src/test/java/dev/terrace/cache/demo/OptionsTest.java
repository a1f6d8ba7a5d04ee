package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutOptionsThePlanIsTheUsualOne() {
        assertThat(Options.parse(List.of())).isEqualTo(Options.USUAL);
    }

    @Test
    void requestsAndSeedAreTaken() {
        Plan plan =
                Options.parse(List.of("--seed", "-3", "--requests", "1000000")).plan();

        assertThat(plan).isEqualTo(new Plan(1_000_000, -3, Plan.USUAL.orderLines()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --requests 0       | --requests must be a whole number from 1 to 1000000 but was "0"
                    --requests 1000001 | --requests must be a whole number from 1 to 1000000 but was "1000001"
                    --requests many    | --requests must be a whole number from 1 to 1000000 but was "many"
                    --requests         | --requests needs a number after it
                    --seed 1.5         | --seed must be a whole number
                    --folder           | --folder needs a path after it
                    --turbo            | unknown option --turbo; see --help
                    """)
    void aWrongOptionIsNamedWithWhatIsAllowed(String arguments, String message) throws Exception {
        int code = run(arguments.split(" "));

        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains(message);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void theFolderIsTaken() {
        assertThat(Options.parse(List.of("--folder", "here", "--clean")))
                .isEqualTo(new Options(Plan.USUAL, Path.of("here"), Options.Action.CLEAN));
    }

    @Test
    void helpPrintsTheUsageAndNothingElse() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).isEqualTo(Options.USAGE).contains("--requests N", "--seed S");
        assertThat(text(err)).isEmpty();
    }

    @Test
    void aPlanOfNoRequestsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Plan(0, 1, 1))
                .withMessage("requests must be 1 to 1000000 but was 0");
    }

    private int run(String... arguments) throws Exception {
        return Main.run(List.of(arguments), stream(out), stream(err));
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream of) {
        return of.toString(StandardCharsets.UTF_8);
    }
}
