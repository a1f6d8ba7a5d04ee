package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.TierContract;
import dev.terrace.cache.tier.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The disk tier keeps the rules of every tier. */
class DiskTierTest extends TierContract {

    private static final long BUDGET = 64L << 20;

    @TempDir
    Path folder;

    private final Map<Tier, Path> folders = new HashMap<>();

    @Override
    protected Tier newTier() throws IOException {
        Path own = Files.createTempDirectory(folder, "tier");
        DiskTier tier = DiskTier.at(own).maximumBytes(BUDGET);
        folders.put(tier, own);
        return tier;
    }

    @Override
    protected boolean survivesRestart() {
        return true;
    }

    @Override
    protected Tier reopen(Tier closed) {
        Path own = folders.get(closed);
        assertThat(own).isNotNull();
        DiskTier tier = DiskTier.at(own).maximumBytes(BUDGET);
        folders.put(tier, own);
        return tier;
    }

    @Override
    protected int refusedPayload() {
        return 8 << 20;
    }

    /** The library starts these in any JVM that loads it. */
    @Override
    protected boolean isForeign(Thread thread) {
        return thread.getName().startsWith("Reference") || thread.getName().startsWith("chronicle");
    }
}
