package dev.terrace.cache.metrics.report;

import dev.terrace.cache.metrics.report.Chart.Line;
import dev.terrace.cache.metrics.report.Chart.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Draws a chart as SVG: axes with the ends of their ranges, a line for each series, a legend. */
final class SvgChart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 220;
    private static final int LEFT = 60;
    private static final int BOTTOM = 30;
    private static final int TOP = 12;

    /** Colours that people with any kind of colour vision tell apart (Okabe and Ito, 2008). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#999933");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Chart chart;
    private final long from;
    private final long until;
    private final double top;

    SvgChart(Chart chart) {
        this.chart = chart;
        this.from = points().stream().mapToLong(Point::at).min().orElse(0);
        this.until =
                Math.max(from + 1, points().stream().mapToLong(Point::at).max().orElse(1));
        double highest = points().stream().mapToDouble(Point::value).max().orElse(0);
        this.top = chart.unit().equals("%") ? 100 : Math.max(highest, 1e-9);
    }

    private List<Point> points() {
        return chart.lines().stream().flatMap(line -> line.points().stream()).toList();
    }

    String draw() {
        StringBuilder svg = new StringBuilder();
        svg.append(Texts.say(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title\" id=\"%s\"><title id=\"%s-title\">%s</title>",
                WIDTH, HEIGHT, chart.id(), chart.id(), chart.id(), HtmlReport.escape(chart.title())));
        axis(svg);
        for (int i = 0; i < chart.lines().size(); i++) {
            line(svg, chart.lines().get(i), COLOURS.get(i % COLOURS.size()));
        }
        return svg.append("</svg>\n").append(legend()).toString();
    }

    private void axis(StringBuilder svg) {
        int low = HEIGHT - BOTTOM;
        svg.append(Texts.say("<path d=\"M%d %dV%dH%d\" class=\"axis\"/>", LEFT, TOP, low, WIDTH - 10));
        text(svg, LEFT - 6, TOP + 8, "end", number(top));
        text(svg, LEFT - 6, low, "end", "0");
        if (!points().isEmpty()) {
            text(svg, LEFT, HEIGHT - 10, "start", TIME.format(Instant.ofEpochMilli(from)));
            text(svg, WIDTH - 10, HEIGHT - 10, "end", TIME.format(Instant.ofEpochMilli(until)) + " UTC");
        } else {
            text(svg, WIDTH / 2, HEIGHT / 2, "middle", "nothing yet");
        }
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
        svg.append(Texts.say("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>", x, y, anchor, text));
    }

    private String number(double value) {
        String digits = value >= 100 ? Texts.count(Math.round(value)) : Texts.say("%.3g", value);
        return chart.unit().isEmpty() ? digits : digits + ' ' + chart.unit();
    }

    private void line(StringBuilder svg, Line line, String colour) {
        if (line.points().isEmpty()) {
            return;
        }
        svg.append("<polyline fill=\"none\" stroke=\"").append(colour).append("\" points=\"");
        for (Point point : line.points()) {
            double x = LEFT + (double) (point.at() - from) / (until - from) * (WIDTH - 10 - LEFT);
            double y = HEIGHT - BOTTOM - point.value() / top * (HEIGHT - BOTTOM - TOP);
            svg.append(Texts.say("%.1f,%.1f ", x, y));
        }
        svg.append("\"/>");
    }

    private String legend() {
        StringBuilder legend = new StringBuilder("<p class=\"legend\">");
        for (int i = 0; i < chart.lines().size(); i++) {
            legend.append(Texts.say(
                    "<span><i style=\"background:%s\"></i>%s</span>",
                    COLOURS.get(i % COLOURS.size()),
                    HtmlReport.escape(chart.lines().get(i).name())));
        }
        return legend.append("</p>").toString();
    }
}
