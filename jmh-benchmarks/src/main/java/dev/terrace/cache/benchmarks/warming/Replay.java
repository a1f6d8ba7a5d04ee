package dev.terrace.cache.benchmarks.warming;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.ManagerBuilder;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.ReferenceTier;
import dev.terrace.cache.warming.Plan;
import dev.terrace.cache.warming.Plan.Reason;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import dev.terrace.cache.warming.WarmingReport;
import dev.terrace.cache.warming.Worth;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Replays a trace on a clock of its own, restarts the cache in the middle, and counts what is hit afterwards. */
final class Replay {

    private static final int READS_A_DRAIN = 48;
    private static final int READS_A_STEP = 480;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Trace trace;
    private final Start start;
    private final FakeTime time = new FakeTime();
    private ReferenceTier disk = new ReferenceTier();
    private int loads;
    private int now;

    /** How the cache comes up again. */
    enum Start {
        /** It was never down. */
        STEADY,
        /** With nothing. */
        COLD,
        /** With what a tier has kept; memory is empty. */
        TIER,
        /** Warmed with what was read most. */
        HEAT,
        /** Warmed with what history says of this hour, too. */
        WARM
    }

    /**
     * What came of it.
     *
     * @param hits which reads after the restart were hits
     * @param report of the run that warmed; null if there was none
     * @param worth of that run at the end
     */
    record Result(Trace trace, BitSet hits, @Nullable WarmingReport report, Worth worth) {

        /** Returns the hit ratio of the first reads after the restart, in per cent. */
        double hitRatio(double share) {
            int reads = (int) (trace.after() * share);
            return 100.0 * hits.get(0, reads).cardinality() / reads;
        }
    }

    private Replay(Trace trace, Start start) {
        this.trace = trace;
        this.start = start;
    }

    /** Replays a trace. */
    static Result of(Trace trace, Start start) {
        return new Replay(trace, start).run();
    }

    private Result run() {
        BitSet hits = new BitSet();
        CacheManager caches = open();
        try {
            Warmer warmer = attach(caches);
            replay(caches, warmer, trace.restart(), hits);
            WarmingReport report = null;
            if (start != Start.STEADY) {
                caches.close();
                disk = disk.reopen();
                caches = open();
                warmer = attach(caches);
                report = warm(caches, warmer);
            }
            hits.clear();
            replay(caches, warmer, trace.keys().length, hits);
            warmer.drain();
            return new Result(trace, hits, report, report == null ? Worth.NONE : warmer.worthOfRun(report.id()));
        } finally {
            caches.close();
        }
    }

    /** The tier keeps the patterns in any case; only as {@link Start#TIER} the entries, too. */
    private CacheManager open() {
        ManagerBuilder builder = CacheManager.builder()
                .time(time)
                .memory(memory -> memory.maximumEntries(trace.room()))
                .regionDefaults(region -> region.codec(Codecs.string())
                        .placement(region.placement()
                                .admission(entry ->
                                        start == Start.TIER || entry.tier().equals("memory"))));
        return builder.tier(disk).build();
    }

    private Warmer attach(CacheManager caches) {
        region(caches);
        return Warmer.attach(caches, settings -> settings.zone(ZoneOffset.UTC));
    }

    private static Cache<String> region(CacheManager caches) {
        return caches.cache("page", String.class);
    }

    private @Nullable WarmingReport warm(CacheManager caches, Warmer warmer) {
        if (start == Start.COLD || start == Start.TIER) {
            return null;
        }
        warmer.register("source", Source.batch(region(caches), Replay::values));
        Plan plan = start == Start.HEAT ? Plan.WANTED.reasons(Reason.HEAT) : Plan.WANTED;
        return warmer.warmNow(plan.budget(plan.budget().keys(trace.room()).time(PATIENCE)));
    }

    private static Map<String, String> values(Set<String> keys) {
        Map<String, String> values = new LinkedHashMap<>();
        keys.forEach(key -> values.put(key, "value"));
        return values;
    }

    private void replay(CacheManager caches, Warmer warmer, int until, BitSet hits) {
        Cache<String> pages = region(caches);
        int from = now;
        for (; now < until; now++) {
            int before = loads;
            pages.get("page:" + trace.keys()[now], key -> {
                loads++;
                return "value";
            });
            hits.set(now - from, loads == before);
            if (now % READS_A_DRAIN == 0) {
                warmer.drain();
            }
            if (now % READS_A_STEP == 0) {
                time.advance(trace.pause().multipliedBy(READS_A_STEP));
            }
        }
    }
}
