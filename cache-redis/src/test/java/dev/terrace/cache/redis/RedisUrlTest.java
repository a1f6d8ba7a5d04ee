package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisUrlTest {

    @ParameterizedTest
    @CsvSource({
        "redis://localhost:6379, localhost:6379, 0",
        "redis://localhost, localhost:6379, 0",
        "redis://localhost:7000/, localhost:7000, 0",
        "redis://10.0.0.1:7000/3, 10.0.0.1:7000, 3",
        "REDIS://[::1]:7000/3, [::1]:7000, 3",
        "' redis://a ', a:6379, 0"
    })
    void hostPortAndDatabaseAreRead(String url, String server, int database) {
        RedisSettings settings = RedisUrl.parse(url);

        assertThat(settings.deployment().nodes()).singleElement().hasToString(server);
        assertThat(settings.database()).isEqualTo(database);
        assertThat(settings.login()).isEqualTo(Login.NONE);
        assertThat(settings.tls()).isNull();
    }

    @Test
    void userAndPasswordArePercentDecoded() {
        Login login =
                RedisUrl.parse("rediss://app%40home:p%3Aa%2Fs+s%25@host:1").login();

        assertThat(login.user()).isEqualTo("app@home");
        assertThat(Objects.requireNonNull(login.password()).reveal()).isEqualTo("p:a/s+s%");
        assertThat(RedisUrl.parse("redis://:secret@host").login().user()).isNull();
    }

    @Test
    void twoSlettersMeanTls() {
        assertThat(RedisUrl.parse("rediss://host").tls()).isEqualTo(Tls.SYSTEM);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    http://hunter2@host          | the scheme is http
                    host:6379                    | the scheme is host
                    //host                       | the scheme is missing
                    redis:///0                   | the host is missing
                    redis://u:hun ter2@host      | it is no URI
                    redis://u:hunter2@ho_st%     | it is no URI
                    redis://hunter2@host         | there is a user without a password
                    redis://u:hunter2@host/a     | the database is no number
                    redis://u:hunter2@host/1?a=b | there are parameters behind it
                    redis://u:hunter2@host#a     | there are parameters behind it
                    """)
    void aWrongAddressIsExplainedWithoutShowingIt(String url, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTier.at(url))
                .withMessageStartingWith("url must be redis://[user:password@]host[:port][/database], or rediss://")
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage() + e.getCause()).doesNotContain("hunter2"));
    }

    @Test
    void nodesAreHostAndPortAlone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTier.cluster("redis://u:hunter2@host"))
                .withMessageContaining("without scheme, user and password")
                .withMessageNotContaining("hunter2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTier.cluster("host:99999"))
                .withMessageContaining("a port from 1 to 65535 but was \"host:99999\"");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTier.cluster("host:x"))
                .withMessageContaining("a port from 1 to 65535 but was \"host:x\"");
        assertThatIllegalArgumentException()
                .isThrownBy(RedisTier::cluster)
                .withMessageContaining("at least one node must be given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedisTier.cluster("a").database(1))
                .withMessageContaining("database must be 0 in a cluster but was 1");
    }

    @Test
    void nullIsRefusedWithTheFix() {
        assertThatNullPointerException()
                .isThrownBy(() -> RedisTier.at(null))
                .withMessageContaining("redis://localhost:6379");
        assertThatNullPointerException()
                .isThrownBy(() -> RedisTier.at("redis://a").login("u", null))
                .withMessageContaining("leave the login out");
        assertThatNullPointerException()
                .isThrownBy(() -> RedisTier.at("redis://a").prefix(null))
                .withMessageContaining("terrace");
    }
}
