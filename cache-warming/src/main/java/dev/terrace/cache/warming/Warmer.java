package dev.terrace.cache.warming;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.Explanation;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.policy.Durations;
import dev.terrace.cache.tier.Gauges;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Measures which keys of a manager are read, and loads those that will be wanted before anybody asks. Attach one to a
 * manager; it ends with the manager, or before it with {@link #close}. What it knows is saved, and known again after a
 * restart. Safe for use by many threads.
 */
public final class Warmer implements Extension, Heat, Gauges {

    private static final Duration AHEAD_INTERVAL = Duration.ofSeconds(30);

    private final CacheManager caches;
    private final WarmingSettings settings;
    private @Nullable WarmerParts parts;

    private Warmer(CacheManager caches, WarmingSettings settings) {
        this.caches = caches;
        this.settings = settings;
    }

    /** Begins to measure the reads of a manager, with {@link WarmingSettings#DEFAULT}. */
    public static Warmer attach(CacheManager caches) {
        return attach(caches, settings -> settings);
    }

    /**
     * Begins to measure the reads of a manager.
     *
     * @param settings changes the default settings
     * @throws IllegalArgumentException if the manager has a warmer already
     * @throws java.io.UncheckedIOException if there is to be a folder and it cannot be made
     */
    public static Warmer attach(CacheManager caches, UnaryOperator<WarmingSettings> settings) {
        Arguments.given("caches", caches, "pass the manager that is to be warmed");
        Warmer warmer = new Warmer(caches, Arguments.changed("settings", settings, WarmingSettings.DEFAULT));
        caches.attach(warmer);
        return warmer;
    }

    private WarmerParts parts() {
        WarmerParts started = parts;
        if (started == null || started.isClosed()) {
            throw new IllegalStateException("the warmer is closed; keep it open as long as its manager is used");
        }
        return started;
    }

    @Override
    public String name() {
        return "warming";
    }

    @Override
    public void start(Host host) {
        parts = new WarmerParts(host, settings, caches.tiers().size() > 1);
        parts.start();
    }

    /**
     * Adds a source. Several may serve one region: of those whose pattern a key matches the one with the highest priority
     * is asked first, and the next one for what it does not have.
     *
     * @param name for reports
     * @throws IllegalArgumentException if the name is taken
     */
    public void register(String name, Source<?> source) {
        Arguments.given("name", name, "give the source a name such as main_db");
        parts().runs().register(name, Arguments.given("source", source, "pass Source.batch(region, loader)"));
    }

    /** Removes a source; false if there is none of that name. A run that goes on keeps it to its end. */
    public boolean unregister(String name) {
        return parts().runs().unregister(name);
    }

    /** Returns the names of the sources. */
    public Set<String> sources() {
        return new TreeSet<>(parts().runs().sources().keySet());
    }

    /** Brings what is wanted now and waits for it, for a minute at most; see {@link Plan#WANTED}. */
    public WarmingReport warmNow() {
        return warmNow(Plan.WANTED);
    }

    /** Carries a plan out and waits for the end. */
    public WarmingReport warmNow(Plan plan) {
        drain();
        return parts().runs().carryOut("demand", checked(plan));
    }

    /** Carries a plan out in the background. */
    public WarmingRun begin(Plan plan) {
        return parts().runs().begin("demand", checked(plan));
    }

    private static Plan checked(@Nullable Plan plan) {
        return Arguments.given("plan", plan, "pass Plan.WANTED");
    }

    /**
     * Brings what was wanted before the restart, before the application says that it is ready. Call it when the regions
     * are made and the sources registered; it waits no longer than the time given.
     */
    public WarmingReport warmAtStart(Duration atMost) {
        Durations.positive("atMost", atMost);
        return parts().runs()
                .carryOut("start", Plan.WANTED.budget(Budget.USUAL.keys(100_000).time(atMost)));
    }

    /**
     * Carries a plan out again and again. A run that is due while the one before goes on is left out, and reported as
     * such.
     *
     * @param name for reports
     * @param interval from beginning to beginning
     */
    public Schedule every(String name, Duration interval, Plan plan) {
        Durations.positive("interval", interval);
        return parts().schedule(name, now -> interval, checked(plan));
    }

    /**
     * Carries a plan out at the times of a cron expression, in the zone of the settings. A time that daylight saving skips
     * is as much later as the clock jumped; a time that comes twice is taken once.
     *
     * @param expression five fields: minute, hour, day of the month, month, day of the week
     * @throws IllegalArgumentException if it is not one
     */
    public Schedule cron(String name, String expression, Plan plan) {
        Cron cron = new Cron(Arguments.given("cron", expression, "pass one such as \"0 6 * * *\""), settings.zone());
        return parts().schedule(name, now -> cron.until(Instant.ofEpochMilli(now)), checked(plan));
    }

    /**
     * Goes on bringing what will be wanted soon: what was read at this hour on earlier days, what is hot and about to
     * expire, what usually follows on what was just read. Every half minute, five minutes ahead.
     */
    public Schedule ahead() {
        return ahead(AHEAD_INTERVAL, Plan.AHEAD);
    }

    /** As {@link #ahead()}, with an interval and a plan of its own. */
    public Schedule ahead(Duration interval, Plan plan) {
        return every("ahead", interval, plan);
    }

    /** Returns the runs that go on. */
    public List<WarmingRun> running() {
        return parts().runs().goingOn();
    }

    /** Returns the last runs, newest first. */
    public List<WarmingReport> history() {
        return parts().reports().all();
    }

    /** Returns what warming was good for since the start. */
    public Worth worth() {
        return parts().worth().total();
    }

    /** Returns what one run was good for so far; nothing if it is no longer remembered. */
    public Worth worthOfRun(long id) {
        return parts().worth().ofRun(id);
    }

    /** Returns what one source was good for so far; nothing if it brought nothing. */
    public Worth worthOfSource(String name) {
        return parts().worth().ofSource(name);
    }

    @Override
    public double rate(String region, String key) {
        return parts().patterns().rate(region, key);
    }

    @Override
    public List<HotKey> hottest(String region, int most) {
        Arguments.given("region", region, "pass the name of a region");
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1 but was " + most + "; ask for some keys");
        }
        drain();
        return parts().patterns().hottest(region, most);
    }

    /** Returns the ranking of a region, hottest first, with the tiers that hold each key. Asks every tier for each key. */
    public List<RankedKey> ranking(String region, int most) {
        long now = parts().shop().time().millis();
        Cache<?> cache = caches.region(region);
        return hottest(region, most).stream()
                .map(hot -> new RankedKey(
                        hot.key(),
                        hot.perSecond(),
                        parts().patterns().outlook(region, hot.key(), now),
                        cache == null ? List.of() : tiersOf(cache, hot.key())))
                .toList();
    }

    private static List<String> tiersOf(Cache<?> cache, String key) {
        return cache.explain(key).tiers().stream()
                .filter(tier -> tier.state() == Explanation.State.FRESH || tier.state() == Explanation.State.SUSPECT)
                .map(Explanation.InTier::tier)
                .toList();
    }

    /** Saves what is known of the reads now; false if it is kept nowhere or that failed. */
    public boolean save() {
        drain();
        return parts().save();
    }

    /** Counts at once what was read so far, which is otherwise done within a second or so. */
    public void drain() {
        parts().recorder().drain();
    }

    /** Does at once what is otherwise done every few seconds. */
    void upkeep() {
        drain();
        parts().upkeep();
    }

    @Override
    public Map<String, Double> gauges() {
        WarmerParts started = parts;
        return started == null || started.isClosed() ? Map.of() : new TreeMap<>(started.gauges());
    }

    /** Counts the reads so far, ends runs and schedules, and saves what is known. */
    @Override
    public void close() {
        WarmerParts started = parts;
        if (started != null) {
            started.close();
        }
    }
}
