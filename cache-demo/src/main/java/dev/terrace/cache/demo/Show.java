package dev.terrace.cache.demo;

import dev.terrace.cache.demo.load.Ledger;
import dev.terrace.cache.demo.load.Outcome;
import dev.terrace.cache.demo.load.Phase;
import dev.terrace.cache.demo.shop.Origin;
import dev.terrace.cache.warming.WarmingReport;
import java.time.Duration;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens on the scene, in order, and what is told of it. */
final class Show {

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration WITHOUT = Duration.ofSeconds(10);
    private static final Duration FIRST_TABLE = Duration.ofSeconds(45);
    private static final Duration WARMING = Duration.ofSeconds(5);
    private static final int PARTS = 4;
    private static final int LINES_EVERY = 5;

    private final Scene scene;
    private final Screen screen;
    private final @Nullable Duration duration;
    private final BeforeAfter table;
    private boolean isOpened;
    private boolean saidFirst;
    private boolean hasTable;

    /**
     * Prepares it.
     *
     * @param duration null to go on until it is ended
     */
    Show(Scene scene, Screen screen, @Nullable Duration duration) {
        this.scene = scene;
        this.screen = screen;
        this.duration = duration;
        this.table = new BeforeAfter(scene.ledger(), scene.tiers(), isWarm());
    }

    private boolean isWarm() {
        return scene.cache().warmEntries() > 0;
    }

    /** Plays until the time is over or somebody ends it; the table is the last that is shown. */
    void play(Ending ending) {
        warm();
        scene.cache().warmer().ahead();
        Duration without = without();
        scene.cached(false);
        scene.traffic().start(new SplittableRandom(scene.time().nanos()));
        long begin = scene.time().nanos();
        int ticks = 0;
        while (!ending.within(TICK)) {
            Duration elapsed = Duration.ofNanos(scene.time().nanos() - begin);
            ticks++;
            if (ticks % LINES_EVERY == 0) {
                line();
            }
            if (!isOpened && elapsed.compareTo(without) >= 0) {
                isOpened = true;
                scene.cached(true);
            }
            first();
            if (!hasTable && duration == null && elapsed.compareTo(FIRST_TABLE) >= 0) {
                hasTable = true;
                table();
            }
            if (duration != null && elapsed.compareTo(duration) >= 0) {
                break;
            }
        }
    }

    private Duration without() {
        return duration == null || duration.compareTo(WITHOUT.multipliedBy(PARTS)) > 0
                ? WITHOUT
                : duration.dividedBy(PARTS);
    }

    private void warm() {
        if (!isWarm()) {
            return;
        }
        WarmingReport report = scene.cache().warmer().warmAtStart(WARMING);
        screen.say(String.format(
                Locale.ROOT,
                "second start: %,d entries warm from disk, the %,d hottest copied into memory",
                scene.cache().warmEntries(),
                report.counts().copied()));
    }

    /** Says once how the first requests with the cache went. */
    private void first() {
        if (saidFirst || scene.ledger().phase() != Phase.LATER) {
            return;
        }
        saidFirst = true;
        Outcome first = scene.ledger().of(Phase.FIRST);
        String hits = String.format(
                Locale.ROOT,
                "first %,d requests with the cache: %s hits",
                Ledger.FIRST_REQUESTS,
                Texts.percent(1 - first.share(Origin.DATABASE)));
        screen.say(
                isWarm()
                        ? "second start: " + hits + ", for the disk remembers"
                        : hits + ", from cold; start the demo a second time to see it warm from disk");
    }

    private void line() {
        Outcome lately = scene.ledger().lately();
        String shares = Stream.concat(scene.tiers().stream(), Stream.of(Origin.DATABASE))
                .map(place -> place + " " + Texts.percent(lately.share(place)))
                .collect(Collectors.joining("  "));
        screen.line(String.format(
                Locale.ROOT,
                "%-12s cache %-3s  %4.0f pages/s  p50 %7s  p99 %7s  %4.0f SQL/s   %s",
                scene.traffic().now(),
                scene.cache().shop().isCached() ? "on" : "OFF",
                lately.perSecond(lately.requests()),
                Texts.duration(lately.p50()),
                Texts.duration(lately.p99()),
                lately.perSecond(lately.queries()),
                shares));
    }

    /** Shows the table. */
    void table() {
        screen.block(table.toString());
    }
}
