package dev.terrace.cache.demo;

import dev.terrace.cache.demo.load.Ledger;
import dev.terrace.cache.demo.load.Outcome;
import dev.terrace.cache.demo.load.Phase;
import dev.terrace.cache.demo.shop.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The table that shows what the cache brought. */
final class BeforeAfter {

    private static final int NAME_WIDTH = 34;
    private static final int ANSWERED_BY = 90;

    private final Ledger ledger;
    private final List<String> places;
    private final boolean isWarm;

    /**
     * Makes it.
     *
     * @param tiers from the top downwards
     * @param isWarm true if the disk tier had entries at the start
     */
    BeforeAfter(Ledger ledger, List<String> tiers, boolean isWarm) {
        this.ledger = ledger;
        this.places = new ArrayList<>(tiers);
        this.places.add(Origin.DATABASE);
        this.isWarm = isWarm;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(" ".repeat(ANSWERED_BY)).append("answered by").append(System.lineSeparator());
        text.append(format("%-" + NAME_WIDTH + "s %9s %8s %10s %10s %10s", "", "pages", "per s", "p50", "p99", "SQL"));
        places.forEach(place -> text.append(format(" %9s", place)));
        text.append(System.lineSeparator());
        row(text, "without the cache", ledger.of(Phase.WITHOUT));
        row(
                text,
                "with it, the first " + grouped(Ledger.FIRST_REQUESTS) + (isWarm ? ", warm" : ", cold"),
                ledger.of(Phase.FIRST));
        row(text, "with it, all later ones", ledger.of(Phase.LATER));
        text.append(verdict());
        return text.toString();
    }

    private void row(StringBuilder text, String name, Outcome outcome) {
        if (outcome.requests() == 0) {
            return;
        }
        text.append(format(
                "%-" + NAME_WIDTH + "s %9s %8.0f %10s %10s %10s",
                name,
                grouped(outcome.requests()),
                outcome.perSecond(outcome.requests()),
                Texts.duration(outcome.p50()),
                Texts.duration(outcome.p99()),
                grouped(outcome.queries())));
        places.forEach(place -> text.append(format(" %9s", Texts.percent(outcome.share(place)))));
        if (outcome.failures() > 0) {
            text.append(format("   %s failed", grouped(outcome.failures())));
        }
        text.append(System.lineSeparator());
    }

    private String verdict() {
        Outcome before = ledger.of(Phase.WITHOUT);
        Outcome after = ledger.of(Phase.LATER);
        StringBuilder text = new StringBuilder();
        if (before.requests() > 0 && after.requests() > 0) {
            text.append(format(
                    "%nA typical page comes %.0f times as fast, and costs the database %.2f queries instead of %.1f.%n",
                    (double) before.p50() / after.p50(), each(after), each(before)));
        }
        text.append(format(
                "Prices changed and read again at once: %s; old prices seen: %s.%n",
                grouped(ledger.prices()), grouped(ledger.oldPrices())));
        return text.toString();
    }

    private static double each(Outcome outcome) {
        return (double) outcome.queries() / outcome.requests();
    }

    private static String grouped(long number) {
        return format("%,d", number);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
