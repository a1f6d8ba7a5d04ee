package dev.terrace.cache.benchmarks.report;

import java.util.List;
import java.util.Locale;

/** Writes a document as one page that needs nothing else: style and charts, which are SVG, stand in it. */
final class Html {

    private static final int LABEL = 330;
    private static final int WIDTH = 480;
    private static final int ROW = 20;
    private static final int NUMBER = 90;

    private static final String HEAD = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Terrace: performance</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
            table { border-collapse: collapse; margin: 1rem 0; font-size: 14px; font-variant-numeric: tabular-nums }
            th, td { border-bottom: 1px solid #ddd; padding: .2rem .7rem .2rem 0; text-align: left; vertical-align: top }
            h2 { margin-top: 2.5rem; border-top: 1px solid #ccc; padding-top: 1rem }
            svg { font: 13px system-ui, sans-serif; display: block; max-width: 100% }
            code { background: #f3f3f3; padding: 0 .2em }
            </style></head><body>
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private Html() {}

    static String of(Document document) {
        Html html = new Html();
        document.blocks().forEach(html::write);
        return html.text.append("</body></html>\n").toString();
    }

    private void write(Document.Block block) {
        if (block instanceof Document.Heading heading) {
            element("h" + heading.level(), heading.text());
        } else if (block instanceof Document.Paragraph paragraph) {
            element("p", paragraph.text());
        } else if (block instanceof Document.Table table) {
            text.append("<table>\n");
            row("th", table.head());
            table.rows().forEach(cells -> row("td", cells));
            text.append("</table>\n");
        } else if (block instanceof Document.Chart chart) {
            chart(chart);
        }
    }

    private void element(String name, String content) {
        text.append('<').append(name).append('>').append(inline(content));
        text.append("</").append(name).append(">\n");
    }

    private void row(String cell, List<String> cells) {
        text.append("<tr>");
        cells.forEach(content -> text.append('<')
                .append(cell)
                .append('>')
                .append(inline(content))
                .append("</")
                .append(cell)
                .append('>'));
        text.append("</tr>\n");
    }

    /** A bar for the median, a thin line over it for the spread; what is far longer than the rest is cut off. */
    private void chart(Document.Chart chart) {
        double longest = chart.marks().stream()
                .mapToDouble(mark -> mark.value().median())
                .max()
                .orElse(1);
        int height = ROW * chart.marks().size() + ROW;
        int width = LABEL + WIDTH + NUMBER;
        text.append(format("<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\">%n", width, height, width));
        for (int i = 0; i < chart.marks().size(); i++) {
            mark(chart.marks().get(i), i * ROW, WIDTH / longest);
        }
        text.append(format(
                "<text x=\"%d\" y=\"%d\" fill=\"#666\">%s</text>%n</svg>%n", LABEL, height - 5, escape(chart.unit())));
    }

    private void mark(Document.Mark mark, int top, double scale) {
        double middle = top + ROW / 2.0;
        String colour = mark.label().contains("terrace") ? "#2166ac" : "#b0b0b0";
        text.append(format(
                "<text x=\"%d\" y=\"%.0f\" text-anchor=\"end\">%s</text>",
                LABEL - 8, middle + 4, escape(mark.label())));
        text.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                LABEL, top + 4, Math.max(1, mark.value().median() * scale), ROW - 8, colour));
        text.append(format(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#222\"/>",
                LABEL + Math.min(WIDTH, mark.value().low() * scale),
                LABEL + Math.min(WIDTH, mark.value().high() * scale),
                middle,
                middle));
        text.append(format("<text x=\"%.1f\" y=\"%.0f\">%s</text>%n", LABEL + WIDTH + 8.0, middle + 4, mark.value()));
    }

    private static String inline(String content) {
        return escape(content)
                .replaceAll("\\*\\*([^*]+)\\*\\*", "<b>$1</b>")
                .replaceAll("`([^`]+)`", "<code>$1</code>")
                .replaceAll("\\[([^\\]]+)\\]\\(([^)]+)\\)", "<a href=\"$2\">$1</a>");
    }

    private static String escape(String content) {
        return content.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
