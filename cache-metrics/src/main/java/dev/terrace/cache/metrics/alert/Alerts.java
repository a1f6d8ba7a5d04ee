package dev.terrace.cache.metrics.alert;

import dev.terrace.cache.metrics.alert.AlertStatus.State;
import dev.terrace.cache.metrics.stats.Statistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of alerts. At rest, a bad value makes one pending; bad for the hold time without a break, it fires. Firing,
 * it resolves when the value was well for the hold time without a break. So each fires once and resolves once, however the
 * value wavers in between. Listeners are called outside the lock.
 */
public final class Alerts {

    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);

    private final List<AlertRule> rules;
    private final List<AlertListener> listeners;
    private final Map<Subject, Life> lives = new LinkedHashMap<>();

    /**
     * Makes alerts that are all at rest.
     *
     * @throws IllegalArgumentException if two rules have one name
     */
    public Alerts(List<AlertRule> rules, List<AlertListener> listeners) {
        Set<String> names = new HashSet<>();
        for (AlertRule rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException(
                        "alert rule " + rule.name() + " is there twice; give each rule a name of its own");
            }
        }
        this.rules = List.copyOf(rules);
        this.listeners = List.copyOf(listeners);
    }

    private record Subject(AlertRule rule, String name) {}

    /**
     * Where an alert stands. At rest there is none.
     *
     * @param since when this state began
     * @param wellSince since when a firing one was well without a break; null if it is not
     */
    private record Life(
            State state, Instant since, @Nullable Instant wellSince, double value) {}

    /** Looks at all values once, and tells what fired and what resolved. */
    public void evaluate(Statistics statistics) {
        List<AlertStatus> changes = new ArrayList<>();
        synchronized (this) {
            for (AlertRule rule : rules) {
                evaluate(rule, statistics, changes);
            }
        }
        changes.forEach(this::tell);
    }

    private void evaluate(AlertRule rule, Statistics statistics, List<AlertStatus> changes) {
        Map<String, Double> values = values(rule, statistics);
        Set<String> names = new HashSet<>(values.keySet());
        lives.keySet().stream().filter(each -> each.rule().equals(rule)).forEach(each -> names.add(each.name()));
        for (String name : names.stream().sorted().toList()) {
            Subject subject = new Subject(rule, name);
            Reading reading =
                    new Reading(values.getOrDefault(name, rule.threshold().well()), statistics.lastUpdate());
            Life before = lives.get(subject);
            Life after = next(rule, before, reading.value(), reading.at());
            note(subject, before, after, changes, reading);
        }
    }

    /** What was measured, and when. */
    private record Reading(double value, Instant at) {}

    private static Map<String, Double> values(AlertRule rule, Statistics statistics) {
        try {
            return rule.measure().values(statistics, rule.window());
        } catch (RuntimeException e) {
            LOG.warn("alert_measure_failed alert={}", rule.name(), e);
            return Map.of();
        }
    }

    private static @Nullable Life next(AlertRule rule, @Nullable Life before, double value, Instant now) {
        boolean isBad = rule.threshold().isBad(value);
        if (before == null || before.state() == State.PENDING) {
            if (!isBad) {
                return null;
            }
            Instant since = before == null ? now : before.since();
            boolean held = !since.plus(rule.hold()).isAfter(now);
            return new Life(held ? State.FIRING : State.PENDING, held ? now : since, null, value);
        }
        if (!rule.threshold().isWell(value)) {
            return new Life(State.FIRING, before.since(), null, value);
        }
        Instant wellSince = before.wellSince() == null ? now : before.wellSince();
        boolean held = !wellSince.plus(rule.hold()).isAfter(now);
        return held ? null : new Life(State.FIRING, before.since(), wellSince, value);
    }

    private void note(
            Subject subject, @Nullable Life before, @Nullable Life after, List<AlertStatus> changes, Reading reading) {
        if (after == null) {
            lives.remove(subject);
        } else {
            lives.put(subject, after);
        }
        boolean wasFiring = before != null && before.state() == State.FIRING;
        boolean isFiring = after != null && after.state() == State.FIRING;
        if (after != null && isFiring && !wasFiring) {
            changes.add(status(subject, after));
        } else if (before != null && wasFiring && !isFiring) {
            changes.add(status(subject, new Life(State.RESOLVED, reading.at(), null, reading.value())));
        }
    }

    private static AlertStatus status(Subject subject, Life life) {
        AlertRule rule = subject.rule();
        return new AlertStatus(
                rule.name(),
                subject.name(),
                rule.severity(),
                life.state(),
                life.value(),
                rule.threshold().bad(),
                life.since());
    }

    private void tell(AlertStatus change) {
        if (change.state() == State.RESOLVED) {
            LOG.info("alert_resolved name={} subject={} value={}", change.name(), change.subject(), change.value());
        } else {
            LOG.warn(
                    "alert_fired name={} subject={} severity={} value={} threshold={}",
                    change.name(),
                    change.subject(),
                    change.severity(),
                    change.value(),
                    change.threshold());
        }
        for (AlertListener listener : listeners) {
            try {
                listener.changed(change);
            } catch (RuntimeException e) {
                LOG.warn("alert_listener_failed name={}", change.name(), e);
            }
        }
    }

    /** Returns the alerts that are pending or firing. */
    public synchronized List<AlertStatus> active() {
        List<AlertStatus> active = new ArrayList<>();
        lives.forEach((subject, life) -> active.add(status(subject, life)));
        return active;
    }

    /** Returns how many alerts of a rule fire. */
    public synchronized long firing(String rule) {
        return lives.entrySet().stream()
                .filter(each -> each.getKey().rule().name().equals(rule)
                        && each.getValue().state() == State.FIRING)
                .count();
    }

    /** Returns the rules. */
    public List<AlertRule> rules() {
        return rules;
    }
}
