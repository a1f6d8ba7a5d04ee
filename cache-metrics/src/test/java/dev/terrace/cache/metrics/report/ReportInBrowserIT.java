package dev.terrace.cache.metrics.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.extension.Extension;
import dev.terrace.cache.extension.Host;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.metrics.history.Sample;
import dev.terrace.cache.metrics.history.Sample.OfRegion;
import dev.terrace.cache.metrics.history.Sample.OfTier;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Gauges;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The page of a report as a browser shows it: what is drawn is what was measured, and nothing is fetched. */
@EnabledIf(
        value = "dev.terrace.cache.metrics.report.Browser#isThere",
        disabledReason = "there is no Chromium on this machine")
class ReportInBrowserIT {

    /** What a chart looks like to the browser, as JSON. */
    private static final String DRAWN = """
            return JSON.stringify([...document.querySelectorAll('svg')].map(svg => ({
              id: svg.id,
              title: svg.querySelector('title').textContent,
              heading: svg.previousElementSibling.innerText,
              width: svg.getBoundingClientRect().width,
              height: svg.getBoundingClientRect().height,
              texts: [...svg.querySelectorAll('text')].map(text => text.textContent),
              lines: [...svg.querySelectorAll('polyline')].map(line => ({
                colour: getComputedStyle(line).stroke,
                points: [...line.points].map(point => [point.x, point.y])
              })),
              legend: [...svg.nextElementSibling.querySelectorAll('span')].map(entry => ({
                name: entry.innerText,
                colour: getComputedStyle(entry.querySelector('i')).backgroundColor
              }))
            })))""";

    /** The ends of the axes, in the drawing's own units. */
    private static final double LEFT = 60;

    private static final double RIGHT = 710;
    private static final double LOW = 190;
    private static final double HIGH = 12;

    /** Points are written with one digit. */
    private static final double ROUNDED = 0.051;

    private static Browser browser;

    @TempDir
    private static Path folder;

    private static Report report;
    private static Map<String, JsonNode> charts;

    /** Publishes what a warmer does, another value each time. */
    private record Warming(FakeTime time) implements Extension, Gauges {

        @Override
        public String name() {
            return "warming";
        }

        @Override
        public void start(Host host) {}

        @Override
        public Map<String, Double> gauges() {
            double minutes = time.millis() / 60_000 % 60;
            return Map.of("accuracy", 0.5 + minutes / 200, "loaded", 10 * minutes);
        }

        @Override
        public void close() {}
    }

    @BeforeAll
    static void open() throws IOException {
        FakeTime time = new FakeTime();
        try (CacheManager manager = CacheManager.builder()
                        .time(time)
                        .executor(Runnable::run)
                        .memory(memory -> memory.maximumEntries(150))
                        .tier(new LruTier(400, time, tenPercentSlowThreeVerySlow()))
                        .build();
                CacheMetrics metrics = CacheMetrics.of(manager)) {
            manager.attach(new Warming(time));
            traffic(manager, time);
            report = metrics.report();
        }
        Path page = Files.writeString(folder.resolve("report.html"), report.toHtml());
        browser = new Browser();
        browser.open(page);
        charts = new HashMap<>();
        new JsonMapper()
                .readTree((String) browser.run(DRAWN))
                .forEach(chart -> charts.put(chart.get("id").asString(), chart));
    }

    /** So that each percentile is another, and another in each sample. */
    private static Supplier<Duration> tenPercentSlowThreeVerySlow() {
        AtomicInteger reads = new AtomicInteger();
        return () -> {
            int read = reads.getAndIncrement();
            long micros = 100L + read / 100;
            return Duration.ofNanos(1_000 * (read % 100 < 90 ? micros : read % 100 < 97 ? 3 * micros : 7 * micros));
        };
    }

    /** An hour of reads: more from one sample to the next, of more keys than memory has room for. */
    private static void traffic(CacheManager manager, FakeTime time) {
        Cache<String> users = manager.cache("user", String.class);
        Cache<String> prices = manager.cache("price", String.class);
        for (int sample = 1; sample <= 12; sample++) {
            for (int i = 0; i < 300 * sample; i++) {
                read(users, i % (40 * sample), time);
                read(prices, i % 70, time);
                prices.get("none"); // a miss without a load
            }
            time.advance(Duration.ofMinutes(5));
        }
    }

    private static void read(Cache<String> cache, int key, FakeTime time) {
        cache.get("k" + key, name -> {
            time.advance(Duration.ofMillis(3));
            return "<b>" + name;
        });
    }

    @AfterAll
    static void quit() {
        browser.close();
    }

    /** Checks each line of a chart against the samples, point by point. */
    private static void check(String id, Set<String> names, Value value) {
        JsonNode chart = charts.get(id);
        double most = names.stream()
                .flatMap(name -> report.samples().stream().map(sample -> value.of(sample, name)))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        double top = id.equals("hitRatio") ? 100 : most;
        assertThat(chart.get("heading").asString())
                .isEqualTo(chart.get("title").asString())
                .isNotBlank();
        assertThat(chart.get("width").asDouble()).isGreaterThan(500);
        assertThat(chart.get("height").asDouble()).isGreaterThan(150);
        assertThat(labelled(chart)).as("upper end of the axis of " + id).isCloseTo(top, within(top / 100));
        assertThat(chart.get("legend").size()).isEqualTo(names.size());
        for (JsonNode entry : chart.get("legend")) {
            String name = entry.get("name").asString();
            assertThat(names).contains(name);
            JsonNode line = lineOf(chart, entry.get("colour").asString());
            checkLine(id + " of " + name, line.get("points"), sample -> value.of(sample, name), top);
        }
    }

    /** Returns the number at the upper end of the axis, without its unit. */
    private static double labelled(JsonNode chart) {
        return Double.parseDouble(
                chart.get("texts").get(0).asString().replace(",", "").replaceAll(" .*", ""));
    }

    private static JsonNode lineOf(JsonNode chart, String colour) {
        for (JsonNode line : chart.get("lines")) {
            if (line.get("colour").asString().equals(colour)) {
                return line;
            }
        }
        throw new AssertionError("no line of " + chart.get("id") + " has the colour of its legend, " + colour);
    }

    /** A value of a sample; null if the sample has none. */
    @FunctionalInterface
    private interface Value {
        Double of(Sample sample, String name);
    }

    @FunctionalInterface
    private interface ValueOfLine {
        Double of(Sample sample);
    }

    private static void checkLine(String name, JsonNode points, ValueOfLine value, double top) {
        List<Sample> shown =
                report.samples().stream().filter(each -> value.of(each) != null).toList();
        assertThat(points.size()).as(name).isEqualTo(shown.size()).isGreaterThan(10);
        long from = report.samples().get(0).at().toEpochMilli();
        long until = report.samples().get(report.samples().size() - 1).at().toEpochMilli();
        for (int i = 0; i < shown.size(); i++) {
            double share = (double) (shown.get(i).at().toEpochMilli() - from) / (until - from);
            double x = points.get(i).get(0).asDouble();
            double y = points.get(i).get(1).asDouble();
            assertThat(x).as(name + ", time of point " + i).isCloseTo(LEFT + share * (RIGHT - LEFT), within(ROUNDED));
            assertThat(y)
                    .as(name + ", value of point " + i)
                    .isCloseTo(LOW - value.of(shown.get(i)) / top * (LOW - HIGH), within(ROUNDED));
        }
    }

    private static Value tier(ToDoubleFunction<OfTier> number) {
        return (sample, name) -> {
            OfTier tier = sample.tiers().get(name);
            return tier == null ? null : number.applyAsDouble(tier);
        };
    }

    private static Value perSecond(ToDoubleFunction<OfRegion> count) {
        return (sample, name) -> {
            OfRegion region = sample.regions().get(name);
            return region == null ? null : count.applyAsDouble(region) / sample.seconds();
        };
    }

    private static final Set<String> TIERS = Set.of("memory", "disk");
    private static final Set<String> REGIONS = Set.of("user", "price");

    @Test
    void thereIsNoChartThatIsNotTestedHere() {
        assertThat(charts)
                .containsOnlyKeys(
                        "hitRatio", "p50", "p95", "p99", "entries", "reads", "misses", "evictions", "warming");
    }

    @Test
    void hitRatiosOfTiers() {
        check(
                "hitRatio",
                TIERS,
                tier(tier ->
                        tier.hits() + tier.misses() == 0 ? 0 : 100.0 * tier.hits() / (tier.hits() + tier.misses())));
    }

    /** Or a chart that shows another number would pass as well. */
    @Test
    void whatIsDrawnDiffers() {
        Set<String> shapes = new HashSet<>();
        charts.values()
                .forEach(chart -> chart.get("lines")
                        .forEach(line -> shapes.add(line.get("points").toString())));
        assertThat(shapes)
                .as("lines that are not alike; the percentiles of memory are, its clock stands still")
                .hasSize(18 - 2);
        assertThat(charts.keySet())
                .allSatisfy(id -> assertThat(distinctHeights(id))
                        .as("heights of points of " + id)
                        .isGreaterThan(5));
    }

    private static long distinctHeights(String id) {
        Set<String> heights = new HashSet<>();
        charts.get(id)
                .get("lines")
                .forEach(line -> line.get("points")
                        .forEach(point -> heights.add(point.get(1).toString())));
        return heights.size();
    }

    @Test
    void latencyPercentiles() {
        check("p50", TIERS, tier(tier -> tier.p50Nanos() / 1e3));
        check("p95", TIERS, tier(tier -> tier.p95Nanos() / 1e3));
        check("p99", TIERS, tier(tier -> tier.p99Nanos() / 1e3));
    }

    @Test
    void entriesOfTiers() {
        check("entries", TIERS, tier(OfTier::entries));
    }

    @Test
    void topRegions() {
        check("reads", REGIONS, perSecond(OfRegion::reads));
    }

    @Test
    void topMisses() {
        check("misses", REGIONS, perSecond(OfRegion::misses));
    }

    @Test
    void evictions() {
        check("evictions", REGIONS, perSecond(OfRegion::evictions));
    }

    @Test
    void warmingWorth() {
        check(
                "warming",
                Set.of("warming.accuracy", "warming.loaded"),
                (sample, name) -> sample.warming().get(name));
    }

    @Test
    void linesAreSeen() throws IOException {
        for (String id : charts.keySet()) {
            JsonNode lines = charts.get(id).get("lines");
            String[] colour = lines.get(lines.size() - 1)
                    .get("colour")
                    .asString()
                    .replaceAll("[^0-9,]", "")
                    .split(",", -1);
            Color onTop =
                    new Color(Integer.parseInt(colour[0]), Integer.parseInt(colour[1]), Integer.parseInt(colour[2]));
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(browser.picture(id)));
            assertThat(pixels(picture, onTop))
                    .as("pixels of the last line of " + id)
                    .isGreaterThan(50);
        }
    }

    /** Counts what has about this colour: edges are blended with the white behind them. */
    private static long pixels(BufferedImage picture, Color colour) {
        long count = 0;
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                Color pixel = new Color(picture.getRGB(x, y));
                int off = Math.abs(pixel.getRed() - colour.getRed())
                        + Math.abs(pixel.getGreen() - colour.getGreen())
                        + Math.abs(pixel.getBlue() - colour.getBlue());
                count += off < 120 ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void answersAdviceAndTablesAreText() {
        String text = (String) browser.run("return document.body.innerText");
        assertThat(text)
                .contains("Is it worth its memory?", "What is slow?", "What should be changed?")
                .contains(
                        report.advice().get(0).change(), report.advice().get(0).arithmetic());
        assertThat(browser.run("return document.querySelectorAll('#advice li').length"))
                .isEqualTo((long) report.advice().size());
        assertThat(browser.run("return document.querySelectorAll('tbody tr').length"))
                .isInstanceOfSatisfying(Long.class, rows -> assertThat(rows).isGreaterThan(3));
    }

    @Test
    void nothingIsFetchedAndNothingComplained() {
        assertThat(browser.network())
                .as("the page itself is all that was asked for")
                .singleElement()
                .asString()
                .contains("report.html");
        assertThat(browser.run("return performance.getEntriesByType('resource').length"))
                .isEqualTo(0L);
        assertThat(browser.console()).isEmpty();
    }
}
