package dev.terrace.cache.engine;

import dev.terrace.cache.policy.MemorySettings;
import dev.terrace.cache.tier.Divisible;
import dev.terrace.cache.tier.Tier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budget that memory and the tier below it share, as this run has divided it. It is divided before the tiers start
 * and stays so: a file cannot change its size while it is used, and room that memory gave up would be nobody's.
 *
 * @param division for this run
 * @param settings with it
 */
record Budget(Division division, EngineSettings settings) {

    /** The name of what is remembered from one run to the next. */
    static final String STATE = "budget";

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    /** A heap of which the cache takes more has too little left for the application. */
    private static final int PART_OF_THE_HEAP = 2;

    /**
     * Divides the budget of the settings.
     *
     * @return null if each tier has a limit of its own
     * @throws IllegalArgumentException if it cannot be divided
     */
    static @Nullable Budget of(EngineSettings settings) {
        Long total = settings.totalBytes();
        if (total == null) {
            return null;
        }
        check(total, settings.memory());
        int place = place(settings.tiers());
        Divisible below = (Divisible) settings.tiers().get(place);
        long mostMemory = Runtime.getRuntime().maxMemory() / PART_OF_THE_HEAP;
        Division division = Division.after(below.remembered(STATE), total, mostMemory);
        List<Tier> tiers = new ArrayList<>(settings.tiers());
        tiers.set(place, limited(tiers.get(place).name(), below, division));
        LOG.info(
                "budget_divided total_bytes={} memory_bytes={} {}_bytes={}",
                total,
                division.memory(),
                tiers.get(place).name(),
                division.below());
        return new Budget(division, settings.with(settings.memory().maximumBytes(division.memory()), tiers));
    }

    private static void check(long total, MemorySettings memory) {
        if (total < Division.LEAST_TOTAL) {
            throw new IllegalArgumentException("totalBytes must be at least " + Division.LEAST_TOTAL
                    + " (20 MiB), or there is too little for both memory and the tier below, but was " + total);
        }
        if (!memory.enabled()) {
            throw new IllegalArgumentException("totalBytes is divided between memory and the tier below, but memory is"
                    + " disabled; set the limit of the tier instead");
        }
        boolean isLimited = memory.maximumBytes() != Long.MAX_VALUE
                && memory.maximumBytes() != MemorySettings.DEFAULT.maximumBytes();
        if (isLimited) {
            throw new IllegalArgumentException("maximumBytes of the memory tier was set to " + memory.maximumBytes()
                    + " although totalBytes divides " + total + " between memory and the tier below; leave one out");
        }
    }

    private static int place(List<Tier> tiers) {
        for (int i = 0; i < tiers.size(); i++) {
            if (tiers.get(i) instanceof Divisible) {
                return i;
            }
        }
        throw new IllegalArgumentException("totalBytes is divided between memory and a tier of this process such as"
                + " DiskTier, but there is none; add one with tier(...), or set the limit of memory alone");
    }

    private static Tier limited(String name, Divisible tier, Division division) {
        try {
            return tier.maximumBytes(division.below());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "totalBytes " + division.total() + " leaves the tier " + name + " " + division.below()
                            + " bytes, which it refuses: " + e.getMessage(),
                    e);
        }
    }
}
