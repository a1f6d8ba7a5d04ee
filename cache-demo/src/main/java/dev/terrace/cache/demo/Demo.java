package dev.terrace.cache.demo;

import dev.terrace.cache.CacheStats;
import dev.terrace.cache.tier.Tier;
import java.util.List;
import java.util.function.Consumer;

/** The job: the same load of slow queries, first without a cache, then with one, then once more. */
final class Demo {

    private final Plan plan;
    private final Consumer<String> progress;

    /**
     * Makes the job.
     *
     * @param progress told what is being done
     */
    Demo(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs it.
     *
     * @param lower the tiers below memory; closed here
     */
    Outcome run(List<Tier> lower) throws Exception {
        progress.accept("Filling a database with " + plan.orderLines() + " order lines, seed " + plan.seed());
        try (Shop shop = new Shop(plan);
                CachedReports cached = new CachedReports(shop, plan, lower)) {
            int[] load = new Zipf(shop.keys().size()).picks(plan.requests(), plan.seed());
            progress.accept("Asking for " + load.length + " reports from " + Run.THREADS + " threads without a cache");
            Run without = Run.of(
                    "without",
                    load,
                    report -> new Reports.Answer(shop.report(shop.keys().get(report)), Reports.DATABASE));
            progress.accept("The same with a cache of the tiers " + String.join(", ", cached.tiers())
                    + (cached.isWarm() ? ", warm from an earlier run" : ""));
            Run with = Run.of("with", load, cached);
            CacheStats stats = cached.stats();
            Run again = Run.of("again", load, cached);
            return new Outcome(cached.tiers(), without, with, again, stats);
        }
    }
}
