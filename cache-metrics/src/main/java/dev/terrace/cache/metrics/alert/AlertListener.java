package dev.terrace.cache.metrics.alert;

/** Hears of alerts. Called on the thread of the metrics, one event at a time; what it throws is logged. */
@FunctionalInterface
public interface AlertListener {

    /** An alert fired or resolved, as its state says. */
    void changed(AlertStatus alert);
}
