package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The class that the library would otherwise compile at the first open in a JVM is among ours. */
class PrebuiltStateTest {

    @Test
    void theLibraryFindsItsClassCompiled() throws Exception {
        Class<?> prebuilt = Class.forName("net.openhft.chronicle.hash.VanillaGlobalMutableState$$Native");
        Path ours = Path.of(DiskFile.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        assertThat(prebuilt.getProtectionDomain().getCodeSource())
                .isNotNull()
                .satisfies(source ->
                        assertThat(Path.of(source.getLocation().toURI())).isEqualTo(ours));
    }
}
