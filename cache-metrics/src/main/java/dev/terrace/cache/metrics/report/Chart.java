package dev.terrace.cache.metrics.report;

import java.util.List;

/**
 * Lines over time.
 *
 * @param id for links and tests
 * @param title what is shown
 * @param unit of the values
 * @param lines one for each tier or region
 */
record Chart(String id, String title, String unit, List<Line> lines) {

    /**
     * One line.
     *
     * @param name shown in the legend
     * @param points by time
     */
    record Line(String name, List<Point> points) {}

    /**
     * One value.
     *
     * @param at milliseconds since 1970
     * @param value finite
     */
    record Point(long at, double value) {}
}
