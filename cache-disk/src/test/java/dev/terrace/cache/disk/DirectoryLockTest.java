package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void file() {
        file = new DiskFolder(directory).lock();
    }

    @Test
    void aSecondUserInThisJvmIsRefusedAtOnceAndTheFirstKeepsIt() throws Exception {
        DirectoryLock lock = DirectoryLock.acquire(file);

        assertThatThrownBy(() -> DirectoryLock.acquire(file))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("in use by this process");
        assertThat(tryInChild())
                .contains("in use by process " + ProcessHandle.current().pid());

        lock.close();
        lock.close();
        DirectoryLock.acquire(file).close();
        assertThat(tryInChild()).contains("acquired");
    }

    @Test
    void aSymbolicLinkIsTheSameDirectory() throws IOException {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("real")));
        try (DirectoryLock lock = DirectoryLock.acquire(link.resolve("lock"))) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> DirectoryLock.acquire(directory.resolve("real/lock")))
                    .isInstanceOf(DirectoryInUseException.class);
        }
    }

    @Test
    void aKilledProcessGivesItBack() throws Exception {
        Process holder = ChildJvm.start(ChildJvm.javaHomes().get(0), List.of(), Child.class, file.toString(), "hold");
        assertThat(holder.inputReader().readLine()).isEqualTo("acquired");
        assertThatThrownBy(() -> DirectoryLock.acquire(file))
                .isInstanceOf(DirectoryInUseException.class)
                .hasMessageContaining("process " + holder.pid());

        holder.destroyForcibly().waitFor();
        DirectoryLock.acquire(file).close();
    }

    @Test
    void aLockFileThatCannotBeMadeFailsAndIsNotHeld() throws IOException {
        Path unreachable = Files.createDirectory(directory.resolve("lock"));
        assertThatThrownBy(() -> DirectoryLock.acquire(unreachable)).isInstanceOf(IOException.class);
        Files.delete(unreachable);
        DirectoryLock.acquire(unreachable).close();
    }

    private String tryInChild() throws Exception {
        return ChildJvm.output(
                ChildJvm.start(ChildJvm.javaHomes().get(0), List.of(), Child.class, file.toString(), "leave"));
    }

    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try {
                DirectoryLock lock = DirectoryLock.acquire(Path.of(arguments[0]));
                System.out.println("acquired");
                if (arguments[1].equals("hold")) {
                    Thread.currentThread().join(); // until it is killed
                }
                lock.close();
            } catch (DirectoryInUseException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
