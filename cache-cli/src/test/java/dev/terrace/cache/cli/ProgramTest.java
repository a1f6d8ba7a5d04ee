package dev.terrace.cache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.cli.Cli.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program around its commands. */
class ProgramTest {

    private final Cli cli = new Cli();

    @Test
    void helpListsEveryCommand() {
        Run run = cli.run("help");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("  demo ", "  serve ", "  stats ", "  bench ", "  drill ", "  export ", "Exit codes:");
        assertThat(cli.run("--help").out()).isEqualTo(run.out());
        assertThat(cli.run("--version").out()).startsWith("terrace ");
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheRightOne() {
        Run run = cli.run("stat");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("stat", "terrace --help", "terrace stats");
        assertThat(cli.run().exitCode()).isEqualTo(2);
        assertThat(cli.run("keys", "--limit", "many").err()).contains("--limit").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "bench", "drill"})
    void programsOfTheirOwnAreNamed(String name) {
        Run run = cli.run(name, "--quick", "x");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("./terrace " + name + " --quick x").hasLineCount(1);
    }
}
