package dev.terrace.cache.demo;

/** Where the load gets its reports from. */
@FunctionalInterface
interface Reports {

    /** The name of the source, beside those of the tiers. */
    String DATABASE = "database";

    /**
     * Returns a report.
     *
     * @param report its place in {@link Shop#keys()}
     */
    Answer ask(int report) throws Exception;

    /**
     * A report and where it came from.
     *
     * @param report what was asked for
     * @param by the tier that had it, or {@link #DATABASE}
     */
    record Answer(Report report, String by) {}
}
