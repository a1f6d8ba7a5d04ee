package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource({
        "redis://localhost:6379, redis://localhost:6379",
        "redis://:s3cret@host:6379/2, redis://***@host:6379/2",
        "rediss://user:s3cret@host, rediss://***@host",
        "redis://user:s3@cre/t@host, redis://***@host",
        "redis://host?password=s3cret, redis://host?***",
        "http://u:s3cret@host, http://***@host",
        "localhost:6379, localhost:6379",
        "user:s3cret@host:6379, ***",
        "s3cret, ***"
    })
    void aUrlIsShownWithoutItsSecrets(String url, String shown) {
        assertThat(Redaction.url(url)).isEqualTo(shown);
    }

    @Test
    void aMessageLosesTheUrlAndItsPartsThatAreSecret() {
        String url = "redis://user:s3cret@host:6379";
        assertThat(Redaction.without(url, "url must be an address but was " + url))
                .doesNotContain("s3cret", "user");
        assertThat(Redaction.without(url, "cannot log in with user:s3cret")).isEqualTo("cannot log in with ***");
        assertThat(Redaction.without(url, "password s3cret is too short")).isEqualTo("password *** is too short");
        assertThat(Redaction.without("redis://host", "port is missing")).isEqualTo("port is missing");
        assertThat(Redaction.without("", "port is missing")).isEqualTo("port is missing");
        assertThat(Redaction.without("redis://user:@host", "user: is odd")).isEqualTo("*** is odd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis.password", "jdbc.url", "jdbc.secret", "x.token", "x.api-key", "x.credentials", "x.uri"})
    void settingsOfTiersThatSoundSecretAre(String name) {
        assertThat(Redaction.soundsSecret(name)).isTrue();
    }

    @Test
    void otherSettingsOfTiersAreNotSecret() {
        assertThat(Redaction.soundsSecret("disk.sync-interval")).isFalse();
    }
}
