package dev.terrace.cache.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.h2.jdbcx.JdbcConnectionPool;

/**
 * The source: a shop's orders in an SQL database inside this process, and the report that is worth
 * caching. The report is slow by its own joins: there is no index that would help it.
 *
 * <p>Safe for use by many threads.
 */
final class Shop implements AutoCloseable {

    private static final String REPORT = """
            SELECT o.bought_in, COUNT(DISTINCT c.id), SUM(l.quantity * p.cents)
            FROM order_line l
            JOIN product p ON p.id = l.product_id
            JOIN purchase o ON o.id = l.purchase_id
            JOIN customer c ON c.id = o.customer_id
            WHERE p.category = ? AND c.country = ?
            GROUP BY o.bought_in
            ORDER BY o.bought_in
            """;

    private final JdbcConnectionPool connections;
    private final List<String> keys = ShopData.reportKeys();
    private final AtomicIntegerArray answered = new AtomicIntegerArray(keys.size());

    /** Makes the tables and fills them; the same plan gives the same rows. */
    Shop(Plan plan) throws SQLException {
        connections = JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");
        try (Connection connection = connections.getConnection()) {
            new ShopData(connection, plan).fill();
        }
    }

    /** Returns the keys of the reports: category, colon, country. */
    List<String> keys() {
        return keys;
    }

    /** Runs the slow query. */
    Report report(String key) throws SQLException {
        String category = key.substring(0, key.indexOf(':'));
        String country = key.substring(key.indexOf(':') + 1);
        List<Report.Month> months = new ArrayList<>();
        try (Connection connection = connections.getConnection();
                PreparedStatement query = connection.prepareStatement(REPORT)) {
            query.setString(1, category);
            query.setString(2, country);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    months.add(new Report.Month(rows.getInt(1), rows.getLong(2), rows.getLong(3)));
                }
            }
        }
        answered.incrementAndGet(keys.indexOf(key));
        return new Report(category, country, months);
    }

    /** Returns how often the query of a report was run to its end. */
    int answered(int report) {
        return answered.get(report);
    }

    /** Returns how many queries were run to their end. */
    int answered() {
        int sum = 0;
        for (int report = 0; report < answered.length(); report++) {
            sum += answered.get(report);
        }
        return sum;
    }

    /** Drops the database. */
    @Override
    public void close() throws SQLException {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } finally {
            connections.dispose();
        }
    }
}
