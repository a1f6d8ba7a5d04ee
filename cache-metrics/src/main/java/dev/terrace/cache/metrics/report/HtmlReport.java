package dev.terrace.cache.metrics.report;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report as one page: charts are SVG, their data stands beside them as JSON, nothing is loaded. */
final class HtmlReport {

    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>Cache report</title>
            <meta name="viewport" content="width=device-width">
            <style>
            body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
            table{border-collapse:collapse;width:100%%}td,th{text-align:left;padding:.2rem .6rem;border-bottom:1px solid #ddd}
            svg{width:100%%;font-size:11px}.axis{fill:none;stroke:#888}polyline{stroke-width:1.5}
            .legend span{margin-right:1rem}.legend i{display:inline-block;width:.8rem;height:.8rem;margin-right:.3rem}
            </style></head><body>
            """.replace("%%", "%");

    private final Report report;
    private final Summary summary;

    HtmlReport(Report report) {
        this.report = report;
        this.summary = new Summary(report);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    String write() {
        StringBuilder html = new StringBuilder(HEAD);
        html.append("<h1>Cache report</h1>\n<p>Made ").append(report.at());
        html.append("; the history covers ")
                .append(Texts.duration(report.covered()))
                .append(".</p>\n<ul>\n");
        summary.answers()
                .forEach(answer -> html.append("<li>").append(escape(answer)).append("</li>\n"));
        html.append("</ul>\n<h2>Advice</h2>\n<ol id=\"advice\">\n");
        for (Advice advice : report.advice()) {
            html.append("<li><strong>").append(escape(advice.change())).append("</strong> ");
            html.append(escape(advice.arithmetic())).append("</li>\n");
        }
        html.append("</ol>\n");
        charts(html);
        summary.tables().forEach(table -> write(html, table));
        return html.append("</body></html>\n").toString();
    }

    private void charts(StringBuilder html) {
        List<Chart> charts = new Charts(report.samples()).all();
        for (Chart chart : charts) {
            html.append("<h2>").append(escape(chart.title())).append("</h2>\n");
            html.append(new SvgChart(chart).draw()).append('\n');
        }
        // No end tag can stand in the data: "<" is written as an escape, which means the same inside a JSON string.
        String json = MAPPER.writeValueAsString(charts).replace("<", "\\u003c");
        html.append("<script type=\"application/json\" id=\"charts\">")
                .append(json)
                .append("</script>\n");
    }

    private static void write(StringBuilder html, Summary.Table table) {
        html.append("<h2>").append(escape(table.title())).append("</h2>\n<table><thead>");
        row(html, "th", table.head());
        html.append("</thead><tbody>\n");
        table.rows().forEach(cells -> row(html, "td", cells));
        html.append("</tbody></table>\n");
    }

    private static void row(StringBuilder html, String cell, List<String> cells) {
        html.append("<tr>");
        cells.forEach(text -> html.append('<')
                .append(cell)
                .append('>')
                .append(escape(text))
                .append("</")
                .append(cell)
                .append('>'));
        html.append("</tr>\n");
    }
}
