package dev.terrace.cache.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.demo.Main.Terminal;
import dev.terrace.cache.demo.shop.ShopSize;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutOptionsTheyAreTheUsualOnes() {
        assertThat(Options.parse(List.of())).isEqualTo(Options.USUAL);
        assertThat(Options.USUAL.folder()).isAbsolute();
    }

    @Test
    void eachOptionIsTakenBehindAnEqualsSignOrAsTheNextWord() {
        Options options = Options.parse(List.of(
                "--duration=30s",
                "--products",
                "5000",
                "--folder=here",
                "--port=0",
                "--shop-port",
                "8999",
                "--redis=none",
                "--headless",
                "--clean"));

        assertThat(options)
                .isEqualTo(new Options(
                        Options.Action.CLEAN,
                        Path.of("here"),
                        new ShopSize(5000, ShopSize.USUAL.seed()),
                        Duration.ofSeconds(30),
                        new Options.Ports(0, 8999),
                        "none",
                        true));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --products=0       | --products must be a whole number from 100 to 2000000 but was "0"
                    --products=many    | --products must be a whole number from 100 to 2000000 but was "many"
                    --products         | --products needs a number; write --products=VALUE
                    --duration=soon    | --duration
                    --duration=0s      | --duration must be at least 1s but was 0s; leave it out
                    --port=70000       | --port must be a whole number from 0 to 65535 but was "70000"
                    --folder=          | --folder needs a path
                    --redis=there      | --redis must be an address such as redis://localhost:6379, or none
                    --redis=redis://127.0.0.1:1 | no Redis answers at 127.0.0.1:1; start one there (redis-server --port 1), or
                    --turbo            | unknown option --turbo; see --help
                    """)
    void aWrongOptionIsNamedWithWhatIsAllowed(String arguments, String message, @TempDir Path folder) throws Exception {
        int code = run("--folder=" + folder, arguments);

        assertThat(code).isEqualTo(2);
        assertThat(text(err)).contains("terrace demo: " + message);
        assertThat(text(out)).isEmpty();
    }

    @Test
    void aTakenPortIsNamedWithTheFix() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> FreePort.of("--port", taken.getLocalPort(), 1))
                    .withMessage(
                            "--port=%d is taken; choose another, or --port=0 for any free one", taken.getLocalPort());
            assertThat(FreePort.of("--port", null, taken.getLocalPort())).isZero();
        }
    }

    @Test
    void helpPrintsTheUsageAndNothingElse() throws Exception {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).isEqualTo(Options.USAGE).contains("--duration=30s", "--clean");
        assertThat(text(err)).isEmpty();
    }

    private int run(String... arguments) throws Exception {
        Terminal terminal = new Terminal(InputStream.nullInputStream(), stream(out), stream(err));
        return Main.run(List.of(arguments), terminal, new Ending());
    }

    private static PrintStream stream(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream of) {
        return of.toString(StandardCharsets.UTF_8);
    }
}
