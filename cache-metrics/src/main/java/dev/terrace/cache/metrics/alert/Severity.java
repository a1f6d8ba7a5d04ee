package dev.terrace.cache.metrics.alert;

/** How bad it is. */
public enum Severity {
    /** Look at it in working hours. */
    WARNING,
    /** Look at it now. */
    CRITICAL
}
