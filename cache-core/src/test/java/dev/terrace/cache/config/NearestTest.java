package dev.terrace.cache.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {

    private static final List<String> NAMES = List.of("max-bytes", "max-entries", "ttl");

    @Test
    void findsWhatWasMistyped() {
        assertThat(Nearest.to("max-byte", NAMES)).isEqualTo("max-bytes");
        assertThat(Nearest.to("maxEntries", NAMES)).isEqualTo("max-entries");
        assertThat(Nearest.to("tlt", NAMES)).isEqualTo("ttl");
        assertThat(Nearest.to("ttls", NAMES)).isEqualTo("ttl");
    }

    @Test
    void findsNothingWhereNothingIsNear() {
        assertThat(Nearest.to("colour", NAMES)).isNull();
        assertThat(Nearest.to("m".repeat(1_000_000), NAMES)).isNull();
        assertThat(Nearest.suggestion("colour", NAMES)).isEmpty();
    }
}
