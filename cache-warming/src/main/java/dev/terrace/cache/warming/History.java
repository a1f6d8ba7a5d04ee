package dev.terrace.cache.warming;

import dev.terrace.cache.extension.Heat.HotKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a region are read at which hour of the day and on which day of the week. The reads of the hour that goes
 * on are counted apart and added to its hour when it is over, and those of a day to its day of the week when that is over. What is expected of an hour is the mean of the
 * same hour on earlier days, times how much more than usual the key is read on that day of the week.
 *
 * <p>For use under one lock.
 */
final class History {

    static final Duration HALF_LIFE = Duration.ofDays(14);

    private static final double MOST_DAY_FACTOR = 3;
    private static final double SECONDS_AN_HOUR = 3600;

    private final List<DecayedSketch<String>> hours = new ArrayList<>();
    private final List<DecayedSketch<String>> days = new ArrayList<>();
    private final DecayedSketch<String> current;
    private final DecayedSketch<String> today;

    /** How often each hour and day was added to, decayed alike. */
    private final DecayedSketch<Integer> seenHours;

    private final DecayedSketch<Integer> seenDays;
    private Slot slot;
    private @Nullable Slot restored;
    private int restoredDay = -1;
    private int slots;

    /**
     * Makes an empty history.
     *
     * @param slots of the table of one hour or day
     * @param slot the hour that goes on
     */
    History(int slots, Slot slot, long now) {
        this.slots = slots;
        this.slot = slot;
        this.current = new DecayedSketch<>(HALF_LIFE, slots * 4, now);
        this.today = new DecayedSketch<>(HALF_LIFE, slots * 2, now);
        this.seenHours = new DecayedSketch<>(HALF_LIFE, 64, now);
        this.seenDays = new DecayedSketch<>(HALF_LIFE, 64, now);
        for (int i = 0; i < Slot.HOURS; i++) {
            hours.add(new DecayedSketch<>(HALF_LIFE, slots, now));
        }
        for (int i = 0; i < Slot.DAYS; i++) {
            days.add(new DecayedSketch<>(HALF_LIFE, slots, now));
        }
    }

    /** Returns what counts the hour that goes on. */
    DecayedSketch<String> current() {
        return current;
    }

    /** Returns what counts the day that goes on, but for its last hour. */
    DecayedSketch<String> today() {
        return today;
    }

    DecayedSketch<String> hour(int hour) {
        return hours.get(hour);
    }

    DecayedSketch<String> day(int day) {
        return days.get(day);
    }

    DecayedSketch<Integer> seenHours() {
        return seenHours;
    }

    DecayedSketch<Integer> seenDays() {
        return seenDays;
    }

    Slot slot() {
        return slot;
    }

    /** Ends the hour that goes on if it is over. */
    void turn(Slot next, long now) {
        if (!next.equals(slot)) {
            foldHour(now);
            if (next.day() != slot.day()) {
                foldDay(now);
            }
            slot = next;
        }
    }

    private void foldHour(long now) {
        if (current.isEmpty()) {
            return;
        }
        for (DecayedSketch.Row<String> row : current.rows(now, slots)) {
            hours.get(slot.hour()).add(row.item(), row.count(), now);
            today.add(row.item(), row.count(), now);
        }
        seenHours.add(slot.hour(), 1, now);
        current.clear(now);
    }

    private void foldDay(long now) {
        if (today.isEmpty()) {
            return;
        }
        for (DecayedSketch.Row<String> row : today.rows(now, slots)) {
            days.get(slot.day()).add(row.item(), row.count(), now);
        }
        seenDays.add(slot.day(), 1, now);
        today.clear(now);
    }

    /**
     * Adds what an earlier process had counted of the hour that went on.
     *
     * @param age milliseconds since it was saved
     */
    void addHour(Slot then, String key, double count, long age, long now) {
        if (then.equals(slot) && age < Duration.ofHours(1).toMillis()) {
            current.add(key, count, now);
            return;
        }
        hours.get(then.hour()).add(key, count, now);
        addToday(then, key, count, age, now);
        if (!then.equals(restored)) {
            restored = then;
            seenHours.add(then.hour(), 1, now);
        }
    }

    /** Adds what an earlier process had counted of the day that went on. */
    void addToday(Slot then, String key, double count, long age, long now) {
        if (then.day() == slot.day() && age < Duration.ofDays(1).toMillis()) {
            today.add(key, count, now);
            return;
        }
        days.get(then.day()).add(key, count, now);
        if (restoredDay != then.day()) {
            restoredDay = then.day();
            seenDays.add(then.day(), 1, now);
        }
    }

    /** Returns true if the hour was seen on an earlier day. */
    boolean knows(Slot at) {
        return !hours.get(at.hour()).isEmpty();
    }

    /** Returns how often a key is expected to be read in an hour, per second. */
    double expected(String key, Slot at, long now) {
        double seen = seenHours.count(at.hour(), now);
        return seen <= 0 ? 0 : hours.get(at.hour()).count(key, now) / seen / SECONDS_AN_HOUR * dayFactor(key, at, now);
    }

    /** Returns the keys that are expected to be read most in an hour. */
    List<HotKey> hottest(Slot at, int most, long now) {
        double seen = seenHours.count(at.hour(), now);
        if (seen <= 0) {
            return List.of();
        }
        return hours.get(at.hour()).rows(now).stream()
                .map(row ->
                        new HotKey(row.item(), row.count() / seen / SECONDS_AN_HOUR * dayFactor(row.item(), at, now)))
                .sorted(Comparator.comparingDouble(HotKey::perSecond).reversed())
                .limit(most)
                .toList();
    }

    /** Returns how much more than on a usual day a key is read on that day of the week: 1 if only one day is known. */
    private double dayFactor(String key, Slot at, long now) {
        double sum = 0;
        int known = 0;
        for (int day = 0; day < Slot.DAYS; day++) {
            double seen = seenDays.count(day, now);
            if (seen > 0) {
                sum += days.get(day).count(key, now) / seen;
                known++;
            }
        }
        double seen = seenDays.count(at.day(), now);
        if (known < 2 || seen <= 0 || sum <= 0) {
            return 1;
        }
        return Math.min(MOST_DAY_FACTOR, days.get(at.day()).count(key, now) / seen / (sum / known));
    }

    void resize(int newSlots, long now) {
        slots = newSlots;
        current.resize(newSlots * 4, now);
        today.resize(newSlots * 2, now);
        hours.forEach(sketch -> sketch.resize(newSlots, now));
        days.forEach(sketch -> sketch.resize(newSlots, now));
    }

    /** Returns what the tables take, without the keys. */
    long tableBytes() {
        long bytes = current.tableBytes() + today.tableBytes();
        for (DecayedSketch<String> sketch : hours) {
            bytes += sketch.tableBytes();
        }
        for (DecayedSketch<String> sketch : days) {
            bytes += sketch.tableBytes();
        }
        return bytes;
    }

    /** Returns how many keys the tables refer to, repeated ones included. */
    int size() {
        return current.size()
                + today.size()
                + hours.stream().mapToInt(DecayedSketch::size).sum()
                + days.stream().mapToInt(DecayedSketch::size).sum();
    }
}
