package dev.terrace.cache.benchmarks.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The performance report: runs the benchmarks and writes JSON, Markdown and HTML. */
public final class Report {

    private static final List<Class<?>> PEERS = List.of(
            org.ehcache.Cache.class,
            org.cache2k.core.HeapCache.class,
            org.infinispan.Cache.class,
            com.alicp.jetcache.Cache.class,
            org.redisson.Redisson.class,
            org.rocksdb.RocksDB.class);

    private Report() {}

    /**
     * Runs it.
     *
     * @param arguments see {@code --help}
     * @param out told what is being done
     * @return 0, or 2 if the arguments are wrong
     * @throws Exception if the pages cannot be written
     */
    public static int run(List<String> arguments, PrintStream out) throws Exception {
        if (arguments.contains("--help")) {
            out.print(Wanted.USAGE);
            return 0;
        }
        try {
            write(Wanted.parse(arguments), out);
            return 0;
        } catch (IllegalArgumentException e) {
            out.println("terrace bench: " + e.getMessage());
            return 2;
        }
    }

    private static void write(Wanted wanted, PrintStream out) throws Exception {
        List<Case> cases = Case.all(wanted);
        if (cases.isEmpty()) {
            throw new IllegalArgumentException(
                    "--only must be a part of the name of a benchmark class but was \"" + wanted.only() + "\"");
        }
        Files.createDirectories(wanted.folder());
        // Read first: it may be the file that is about to be written.
        List<Row> before = wanted.compare() == null ? List.of() : Results.read(wanted.compare());
        double loadAtStart = Machine.load();
        Path json = wanted.from() == null ? wanted.folder().resolve("report.json") : wanted.from();
        Bench bench = new Bench(wanted.depth(), out);
        if (wanted.from() == null) {
            bench.run(cases, json);
        }

        List<Class<?>> types =
                cases.stream().<Class<?>>map(Case::type).distinct().collect(Collectors.toList());
        Page page = new Page(types, Results.read(json), bench.failures());
        head(page.document(), wanted);
        page.acceptance();
        page.bars();
        if (wanted.compare() != null) {
            page.moved(before);
        }
        machine(page.document(), loadAtStart);
        page.questions();
        page.peers();
        pages(page.document(), wanted);
        out.println("written: " + wanted.folder().resolve("report.html").toAbsolutePath());
    }

    private static void head(Document document, Wanted wanted) {
        document.heading(1, "Performance")
                .paragraph("Made by `" + wanted.command() + "` on " + LocalDate.now(ZoneOffset.UTC)
                        + ". Terrace, the raw libraries under it"
                        + " and its peers ran in turns on the same machine; only ratios carry over to another one.")
                .paragraph(
                        "Figures are medians of the iterations. A ratio divides CPU time of the calling threads where"
                                + " it is counted (`cpu ns`), which a busy machine inflates less than wall time; its spread is"
                                + " that of the worst pair of iterations. Where a bar lies within the spread there is no verdict."
                                + " B/op is garbage per operation.");
        if (wanted.depth().equals(Wanted.Depth.SMOKE)) {
            document.paragraph("**A smoke run: it shows that everything runs, its figures mean nothing.**");
        }
    }

    private static void machine(Document document, double loadAtStart) throws IOException {
        List<List<String>> lines = new ArrayList<>(Machine.describe(PEERS));
        lines.add(List.of(
                "load average",
                String.format(Locale.ROOT, "%.1f at the start, %.1f at the end", loadAtStart, Machine.load())));
        document.heading(2, "Machine and versions").table(List.of("", ""), lines);
    }

    private static void pages(Document document, Wanted wanted) throws IOException {
        String markdown = Markdown.of(document);
        Files.writeString(wanted.folder().resolve("report.md"), markdown);
        Files.writeString(wanted.folder().resolve("report.html"), Html.of(document));
        if (wanted.page() != null) {
            Files.writeString(wanted.page(), markdown);
        }
    }
}
