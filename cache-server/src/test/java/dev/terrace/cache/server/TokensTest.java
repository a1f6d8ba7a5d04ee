package dev.terrace.cache.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

    private static final String LONG = "0123456789abcdef";

    @Test
    void comeFromVariablesOrFiles(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), LONG + "-viewer\nmore\n");
        Tokens tokens = Tokens.fromEnvironment(
                Map.of("TERRACE_ADMIN_TOKEN", LONG + "-admin", "TERRACE_VIEWER_TOKEN_FILE", file.toString()));
        assertThat(tokens.admin()).isEqualTo(LONG + "-admin");
        assertThat(tokens.viewer()).isEqualTo(LONG + "-viewer");
        assertThat(tokens).hasToString("Tokens[admin=***, viewer=***]");
        assertThat(Tokens.admin(LONG)).hasToString("Tokens[admin=***, viewer=none]");
        assertThat(Tokens.fromEnvironment(Map.of("TERRACE_ADMIN_TOKEN", ""))).isNull();
    }

    @Test
    void areGeneratedAnewEachTime() {
        assertThat(Tokens.generated().admin())
                .hasSize(32)
                .isNotEqualTo(Tokens.generated().admin());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "0123456789 abcdef", "0123456789abcdé"})
    void areLongEnoughAndVisible(String token) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokens.admin(token))
                .withMessageContaining("openssl rand -hex 24")
                .satisfies(e -> assertThat(token.isEmpty() || !e.getMessage().contains(token))
                        .isTrue());
    }

    @Test
    void areRefusedWhereTheyMakeNoSense(@TempDir Path folder) {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.of(null, null));
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.of(LONG, LONG));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokens.fromEnvironment(
                        Map.of("TERRACE_ADMIN_TOKEN", LONG, "TERRACE_ADMIN_TOKEN_FILE", "/nowhere")))
                .withMessageContaining("set one of them");
        String missing = folder.resolve("none").toString();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokens.fromEnvironment(Map.of("TERRACE_VIEWER_TOKEN_FILE", missing)))
                .withMessageContaining("TERRACE_VIEWER_TOKEN_FILE names " + missing);
    }
}
