package dev.terrace.cache.benchmarks.warming;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.RatioTable;
import dev.terrace.cache.codec.Codecs;
import dev.terrace.cache.warming.Budget;
import dev.terrace.cache.warming.Plan;
import dev.terrace.cache.warming.Source;
import dev.terrace.cache.warming.Warmer;
import dev.terrace.cache.warming.WarmingReport;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What warming costs beside what it cannot spare: 100,000 rows of 200 characters from an embedded H2, by the same
 * statement in the same batches, once by a {@link Warmer} and once by hand with {@link Cache#setAll}.
 */
public final class SqlWarming implements AutoCloseable {

    private static final int ROWS = 100_000;
    private static final int BATCH = 500;
    private static final int ROUNDS = 5;
    private static final int WARMUPS = 2;

    private final Connection database;
    private final PreparedStatement select;
    private final List<String> keys = new ArrayList<>();

    private SqlWarming() throws SQLException {
        database = DriverManager.getConnection("jdbc:h2:mem:warming");
        fill();
        String marks = String.join(",", Collections.nCopies(BATCH, "?"));
        select = database.prepareStatement("select id, text from product where id in (" + marks + ")");
    }

    private void fill() throws SQLException {
        try (PreparedStatement create =
                        database.prepareStatement("create table product(id varchar primary key, text varchar)");
                PreparedStatement insert = prepareInsert(create)) {
            for (int row = 0; row < ROWS; row++) {
                keys.add("product:" + row);
                insert.setString(1, keys.get(row));
                insert.setString(2, "x".repeat(190) + row);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private PreparedStatement prepareInsert(PreparedStatement create) throws SQLException {
        create.execute();
        return database.prepareStatement("insert into product values (?, ?)");
    }

    /**
     * Runs and prints the time of each round, and the median of the ratios.
     *
     * @param out where it is printed
     * @throws SQLException if the database fails
     */
    public static void print(PrintStream out) throws SQLException {
        RatioTable.printLoad("begin");
        try (SqlWarming warming = new SqlWarming()) {
            List<Double> ratios = new ArrayList<>();
            for (int round = -WARMUPS; round < ROUNDS; round++) {
                double byHand = warming.byHand();
                double byWarmer = warming.byWarmer();
                out.printf(
                        Locale.ROOT,
                        "%-8s by hand %4.0f ms, by the warmer %4.0f ms, ratio %.2f%n",
                        round < 0 ? "warm-up" : "round " + (round + 1),
                        byHand,
                        byWarmer,
                        byWarmer / byHand);
                if (round >= 0) {
                    ratios.add(byWarmer / byHand);
                }
            }
            Collections.sort(ratios);
            out.printf(Locale.ROOT, "median ratio %.2f (at most 1.3 is promised)%n", ratios.get(ROUNDS / 2));
        }
        RatioTable.printLoad("end");
    }

    private static CacheManager manager() {
        return CacheManager.builder()
                .memory(memory -> memory.maximumEntries(2 * ROWS))
                .build();
    }

    private static Cache<String> region(CacheManager manager) {
        return manager.cache("products", String.class, region -> region.codec(Codecs.string()));
    }

    private double byHand() throws SQLException {
        try (CacheManager manager = manager()) {
            Cache<String> cache = region(manager);
            long begin = System.nanoTime();
            for (int from = 0; from < ROWS; from += BATCH) {
                cache.setAll(read(keys.subList(from, from + BATCH)));
            }
            return millisSince(begin, cache);
        }
    }

    private double byWarmer() {
        try (CacheManager manager = manager()) {
            Cache<String> cache = region(manager);
            Warmer warmer = Warmer.attach(manager);
            warmer.register(
                    "h2", Source.batch(cache, this::read).maximumBatch(BATCH).allKeys(keys::stream));
            Plan all =
                    Plan.WANTED.budget(Budget.USUAL.keys(ROWS).bytes(1L << 30).time(Duration.ofMinutes(5)));
            long begin = System.nanoTime();
            WarmingReport report = warmer.warmNow(all);
            double millis = millisSince(begin, cache);
            if (report.counts().loaded() != ROWS) {
                throw new IllegalStateException("the warmer loaded other than all rows: " + report);
            }
            return millis;
        }
    }

    private static double millisSince(long begin, Cache<String> cache) {
        double millis = (System.nanoTime() - begin) / 1e6;
        if (cache.get("product:" + (ROWS - 1)) == null || cache.get("product:0") == null) {
            throw new IllegalStateException("not every row is in the cache");
        }
        return millis;
    }

    private Map<String, String> read(Collection<String> batch) throws SQLException {
        int mark = 1;
        for (String key : batch) {
            select.setString(mark++, key);
        }
        Map<String, String> rows = new HashMap<>(2 * BATCH);
        try (ResultSet found = select.executeQuery()) {
            while (found.next()) {
                rows.put(found.getString(1), found.getString(2));
            }
        }
        return rows;
    }

    @Override
    public void close() throws SQLException {
        select.close();
        database.close();
    }
}
