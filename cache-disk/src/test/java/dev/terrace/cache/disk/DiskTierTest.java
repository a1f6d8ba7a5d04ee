package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.TierContract;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
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

    @Test
    void aScanSaysHowFarItIs() {
        Set<Double> shares = new TreeSet<>();
        try (Scan scan = tier().scan(Scope.ALL)) {
            while (scan.step(entry -> Scan.Verdict.KEEP)) {
                shares.add(scan.progress());
            }
            assertThat(shares)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(share -> assertThat(share).isBetween(0.0, 1.0));
            assertThat(scan.progress()).isEqualTo(1);
        }
    }

    /** The library starts these in any JVM that loads it. */
    @Override
    protected boolean isForeign(Thread thread) {
        return thread.getName().startsWith("Reference") || thread.getName().startsWith("chronicle");
    }
}
