package dev.terrace.cache.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;

/** Makes the tables of a shop and fills them from its seed. */
final class ShopGenerator {

    private static final List<String> TABLES = List.of(
            "CREATE TABLE product (id INT PRIMARY KEY, category INT, name VARCHAR(60), cents INT)",
            "CREATE TABLE shopper (id INT PRIMARY KEY, name VARCHAR(40), country CHAR(2))",
            "CREATE TABLE review (id INT PRIMARY KEY, product INT, shopper INT, stars INT)");

    /** What a shop with a careful administrator has. */
    private static final List<String> INDEXES = List.of(
            "CREATE INDEX product_category ON product (category)",
            "CREATE INDEX review_product ON review (product)",
            "CREATE INDEX review_shopper ON review (shopper)",
            "ANALYZE");

    private static final List<String> COUNTRIES = List.of("at", "ch", "de", "es", "fr", "it", "nl", "pl", "se", "uk");
    private static final int ROWS_A_BATCH = 5_000;
    private static final int CHEAPEST = 199;
    private static final int PRICE_RANGE = 30_000;
    private static final double LOVED = 0.7;

    private final Connection connection;
    private final ShopSize size;
    private final SplittableRandom random;
    private final Progress progress;
    private final long allRows;
    private long rows;

    ShopGenerator(Connection connection, ShopSize size, Progress progress) {
        this.connection = connection;
        this.size = size;
        this.progress = progress;
        this.random = new SplittableRandom(size.seed());
        this.allRows = (long) size.products() + size.users() + size.reviews();
    }

    /**
     * Fills the database.
     *
     * @throws CancellationException if the progress wants no more
     */
    void fill() throws SQLException {
        execute(TABLES);
        connection.setAutoCommit(false);
        insert("product VALUES (?, ?, ?, ?)", size.products(), this::product);
        insert("shopper VALUES (?, ?, ?)", size.users(), this::shopper);
        insert("review VALUES (?, ?, ?, ?)", size.reviews(), this::review);
        connection.setAutoCommit(true);
        execute(INDEXES);
    }

    private void execute(List<String> commands) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }

    private void product(int id, PreparedStatement row) throws SQLException {
        row.setInt(2, size.categoryOf(id));
        row.setString(3, Words.product(id, random));
        row.setInt(4, CHEAPEST + random.nextInt(PRICE_RANGE));
    }

    private void shopper(int id, PreparedStatement row) throws SQLException {
        row.setString(2, Words.user(id));
        row.setString(3, COUNTRIES.get(random.nextInt(COUNTRIES.size())));
    }

    /** Few products have many reviews: the share of a uniform number to the power of two. */
    private void review(int id, PreparedStatement row) throws SQLException {
        double popularity = random.nextDouble() * random.nextDouble();
        row.setInt(2, (int) (popularity * size.products()));
        row.setInt(3, random.nextInt(size.users()));
        row.setInt(4, random.nextDouble() < LOVED ? 4 + random.nextInt(2) : 1 + random.nextInt(3));
    }

    /** Sets all columns of a row but the first. */
    private interface Row {

        void set(int id, PreparedStatement row) throws SQLException;
    }

    private void insert(String into, int count, Row content) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + into)) {
            for (int id = 0; id < count; id++) {
                insert.setInt(1, id);
                content.set(id, insert);
                insert.addBatch();
                if ((id + 1) % ROWS_A_BATCH == 0 || id + 1 == count) {
                    insert.executeBatch();
                    connection.commit();
                    report(id % ROWS_A_BATCH + 1);
                }
            }
        }
    }

    private void report(int more) {
        rows += more;
        if (!progress.at(rows, allRows)) {
            throw new CancellationException("ended while the database was being filled");
        }
    }
}
