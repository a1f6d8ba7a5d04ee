package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.time.SystemTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of 4 GiB, larger than a signed or unsigned 32-bit length. */
class LargeFileDrill {

    private static final long BUDGET = 4L << 30;
    private static final int KEYS = 200_000;

    @TempDir
    Path folder;

    private final SystemTime time = new SystemTime();

    @Test
    void fourGibibytesAreMadeFilledInPartAndOpenedAgain() throws IOException {
        assumeTrue(Files.getFileStore(folder).getUsableSpace() > 3 * BUDGET, "space on the disk");
        with(tier -> {
            for (int i = 0; i < KEYS; i++) {
                assertThat(tier.put(key(i), entry(i), Gate.OPEN)).isEqualTo(PutResult.STORED);
            }
        });
        assertThat(bytesInFolder()).isBetween(BUDGET * 9 / 10, BUDGET);
        with(tier -> {
            assertThat(tier.size().entries()).isEqualTo(KEYS);
            for (int i = 0; i < KEYS; i++) {
                Entry read = tier.get(key(i));
                assertThat(read).as("entry %s", i).isNotNull();
                assertThat(read.tag()).isEqualTo(i + 1);
                assertThat(read.verify(key(i).utf8())).isTrue();
            }
        });
    }

    private void with(Consumer<DiskTier> work) {
        try (DiskTier tier = DiskTier.at(folder.resolve("cache")).maximumBytes(BUDGET)) {
            tier.start(new TierContext(time, Runnable::run));
            work.accept(tier);
        }
    }

    private long bytesInFolder() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static TierKey key(int number) {
        return new TierKey("large", Integer.toString(number));
    }

    private Entry entry(int number) {
        return new Entries(time)
                .of(key(number))
                .tag(number + 1L)
                .forever()
                .payload(1024)
                .build();
    }
}
