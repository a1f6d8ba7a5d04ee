package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateFilesTest {

    private static final long BUDGET = (2 << 20) + 4096;

    private Path folder;
    private StateFiles files;

    @BeforeEach
    void open(@TempDir Path directory) {
        folder = directory.resolve("blobs");
        files = new StateFiles(folder, BUDGET);
    }

    @Test
    void whatWasSavedIsLoadedAlsoByTheNextUser() {
        files.save("positions", new byte[] {1, 2, 3});
        files.save("positions", new byte[] {4});
        files.save("empty", new byte[0]);

        StateFiles next = new StateFiles(folder, BUDGET);
        assertThat(next.load("positions")).containsExactly(4);
        assertThat(next.load("empty")).isEmpty();
        assertThat(next.load("none")).isNull();
    }

    @Test
    void aDamagedBlobIsNone() throws IOException {
        files.save("a", new byte[100]);
        byte[] stored = Files.readAllBytes(folder.resolve("a"));
        for (int at = 0; at < stored.length; at++) {
            byte[] flipped = stored.clone();
            flipped[at] ^= 1;
            Files.write(folder.resolve("a"), flipped);
            assertThat(files.load("a")).as("byte %s", at).isNull();
        }
        Files.write(folder.resolve("a"), new byte[3]);
        assertThat(files.load("a")).isNull();
        Files.write(folder.resolve("a"), new byte[StateFiles.LARGEST_BLOB + 5]);
        assertThat(files.load("a")).isNull();
    }

    @Test
    void aBlobOfAnotherNameIsNone() throws IOException {
        files.save("a", new byte[] {1});
        Files.copy(folder.resolve("a"), folder.resolve("b"));
        assertThat(files.load("b")).isNull();
    }

    @Test
    void theBudgetIsKeptWhileOneIsReplaced() {
        byte[] large = new byte[StateFiles.LARGEST_BLOB - Integer.BYTES];
        files.save("a", large);
        files.save("a", large);
        files.save("b", large);

        assertThatThrownBy(() -> files.save("c", new byte[2 * 4096]))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage(
                        "with c the saved state would take 2109440 of 2101248 bytes; raise maximumBytes of the disk tier");
        assertThat(files.load("a")).isEqualTo(large);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "a/b", "../a", "a.tmp", "ä"})
    void aNameThatIsNoFileNameIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.save(name, new byte[1]))
                .withMessageContaining("lower-case letters, digits and dashes");
    }

    @Test
    void aBlobThatIsTooLargeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> files.save("a", new byte[StateFiles.LARGEST_BLOB + 1]))
                .withMessageContaining("at most 1048576 bytes");
    }

    @Test
    void aFolderThatCannotBeMadeIsSaid() throws IOException {
        Files.write(folder, new byte[1]);
        assertThatThrownBy(() -> files.save("a", new byte[1]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("blob a could not be saved");
        assertThat(files.load("a")).isNull();
    }
}
