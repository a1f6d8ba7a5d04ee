package dev.terrace.cache.warming;

import dev.terrace.cache.warming.PatternCodec.Row;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Patterns of a region as rows to be stored, and back. Of each table the most frequent rows are kept, so that all of them
 * fit into a few blobs.
 */
final class PatternRows {

    private static final int MOST_KEYS = 16_384;
    private static final int MOST_OF_AN_HOUR = 1024;
    private static final int MOST_PAIRS = 2048;

    private static final byte HEAT = 0;
    private static final byte PAIR = 1;
    private static final byte BEGIN = 2;
    private static final byte SEEN_HOUR = 3;
    private static final byte SEEN_DAY = 4;

    private static final byte TRUST_HEAT = 5;
    private static final byte TRUST_HISTORY = 6;

    /** Counts of the hour that goes on, kept for the hour and the day that it is. */
    private static final byte CURRENT_HOUR = 40;

    /** Counts of the day that goes on. */
    private static final byte TODAY = 41;

    private static final byte FIRST_HOUR = 64;
    private static final byte FIRST_DAY = 96;

    private PatternRows() {}

    static List<Row> of(String region, RegionPatterns patterns, long now) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(region, BEGIN, "", Math.max(0, now - patterns.begin())));
        rows.add(new Row(region, TRUST_HEAT, "", patterns.trust().heat()));
        rows.add(new Row(region, TRUST_HISTORY, "", patterns.trust().history()));
        addAll(rows, region, HEAT, patterns.heat().rows(now, MOST_KEYS));
        History history = patterns.history();
        for (int hour = 0; hour < Slot.HOURS; hour++) {
            addAll(rows, region, (byte) (FIRST_HOUR + hour), history.hour(hour).rows(now, MOST_OF_AN_HOUR));
        }
        for (int day = 0; day < Slot.DAYS; day++) {
            addAll(rows, region, (byte) (FIRST_DAY + day), history.day(day).rows(now, MOST_OF_AN_HOUR));
        }
        history.seenHours()
                .rows(now)
                .forEach(row -> rows.add(new Row(region, SEEN_HOUR, String.valueOf(row.item()), row.count())));
        history.seenDays()
                .rows(now)
                .forEach(row -> rows.add(new Row(region, SEEN_DAY, String.valueOf(row.item()), row.count())));
        String slot = history.slot().day() + " " + history.slot().hour() + " ";
        history.current()
                .rows(now, MOST_OF_AN_HOUR)
                .forEach(row -> rows.add(new Row(region, CURRENT_HOUR, slot + row.item(), row.count())));
        history.today()
                .rows(now, MOST_OF_AN_HOUR)
                .forEach(row -> rows.add(new Row(region, TODAY, slot + row.item(), row.count())));
        patterns.pairs()
                .rows(now, MOST_PAIRS)
                .forEach(row -> rows.add(new Row(region, PAIR, pair(row.item()), row.count())));
        return rows;
    }

    private static void addAll(List<Row> rows, String region, byte kind, List<DecayedSketch.Row<String>> counted) {
        counted.forEach(row -> rows.add(new Row(region, kind, row.item(), row.count())));
    }

    private static String pair(Pair pair) {
        return pair.first().length() + " " + pair.first() + pair.then();
    }

    private static @Nullable Pair pair(String text) {
        int space = text.indexOf(' ');
        int length = Integer.parseInt(text.substring(0, space));
        String both = text.substring(space + 1);
        return length > both.length() ? null : new Pair(both.substring(0, length), both.substring(length));
    }

    /**
     * Adds a row to what is known.
     *
     * @param age milliseconds since it was saved
     * @throws RuntimeException if the row makes no sense
     */
    static void add(Row row, RegionPatterns patterns, long age, long now) {
        History history = patterns.history();
        switch (row.kind()) {
            case HEAT ->
                patterns.heat().add(row.item(), row.count() * Math.pow(2, -age / patterns.halfLifeMillis()), now);
            case PAIR -> {
                Pair pair = pair(row.item());
                if (pair != null) {
                    patterns.pairs().add(pair, row.count() * Math.pow(2, -age / patterns.halfLifeMillis()), now);
                }
            }
            case BEGIN -> patterns.beganBy(now - age - (long) row.count());
            case SEEN_HOUR -> history.seenHours().add(Integer.valueOf(row.item()), row.count() * aged(age), now);
            case SEEN_DAY -> history.seenDays().add(Integer.valueOf(row.item()), row.count() * aged(age), now);
            case TRUST_HEAT -> patterns.trust().restore(row.count(), -1);
            case TRUST_HISTORY -> patterns.trust().restore(-1, row.count());
            case CURRENT_HOUR, TODAY -> addCurrent(row, history, age, now);
            default -> addHistory(row, history, row.count() * aged(age), now);
        }
    }

    private static double aged(long age) {
        return Math.pow(2, -(double) age / History.HALF_LIFE.toMillis());
    }

    private static void addHistory(Row row, History history, double count, long now) {
        if (row.kind() >= FIRST_DAY) {
            history.day(row.kind() - FIRST_DAY).add(row.item(), count, now);
        } else if (row.kind() >= FIRST_HOUR) {
            history.hour(row.kind() - FIRST_HOUR).add(row.item(), count, now);
        }
    }

    private static void addCurrent(Row row, History history, long age, long now) {
        String[] words = row.item().split(" ", 3);
        Slot slot = new Slot(Integer.parseInt(words[0]), Integer.parseInt(words[1]));
        double count = row.count() * aged(age);
        if (row.kind() == TODAY) {
            history.addToday(slot, words[2], count, age, now);
        } else {
            history.addHour(slot, words[2], count, age, now);
        }
    }
}
