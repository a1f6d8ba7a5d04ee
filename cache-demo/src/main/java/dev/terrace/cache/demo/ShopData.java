package dev.terrace.cache.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** Makes the tables of the {@link Shop} and fills them from a seed. */
final class ShopData {

    static final List<String> CATEGORIES =
            List.of("books", "games", "garden", "kitchen", "music", "shoes", "sports", "toys");
    static final List<String> COUNTRIES = List.of("at", "de", "es", "fr", "it");

    private static final List<String> TABLES = List.of(
            "CREATE TABLE product (id INT PRIMARY KEY, category VARCHAR(10), cents INT)",
            "CREATE TABLE customer (id INT PRIMARY KEY, country VARCHAR(2))",
            "CREATE TABLE purchase (id INT PRIMARY KEY, customer_id INT, bought_in INT)",
            "CREATE TABLE order_line (id INT PRIMARY KEY, purchase_id INT, product_id INT, quantity INT)");

    private static final int PRODUCTS = 2_000;
    private static final int CUSTOMERS = 10_000;
    private static final int LINES_A_PURCHASE = 4;
    private static final int ROWS_A_BATCH = 10_000;

    private final Connection connection;
    private final Random random;
    private final int orderLines;

    ShopData(Connection connection, Plan plan) {
        this.connection = connection;
        this.random = new Random(plan.seed());
        this.orderLines = plan.orderLines();
    }

    /** Returns one key for each category and country. */
    static List<String> reportKeys() {
        return CATEGORIES.stream()
                .flatMap(category -> COUNTRIES.stream().map(country -> category + ":" + country))
                .toList();
    }

    void fill() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
        int purchases = Math.max(1, orderLines / LINES_A_PURCHASE);
        insert("product VALUES (?, ?, ?)", PRODUCTS, row -> List.of(any(CATEGORIES), 100 + random.nextInt(20_000)));
        insert("customer VALUES (?, ?)", CUSTOMERS, row -> List.of(any(COUNTRIES)));
        insert(
                "purchase VALUES (?, ?, ?)",
                purchases,
                row -> List.of(random.nextInt(CUSTOMERS), 1 + random.nextInt(12)));
        insert(
                "order_line VALUES (?, ?, ?, ?)",
                orderLines,
                row -> List.of(row / LINES_A_PURCHASE % purchases, random.nextInt(PRODUCTS), 1 + random.nextInt(5)));
    }

    private String any(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** The values of a row behind its number, which is its key. */
    private interface Row {

        List<Object> values(int row);
    }

    private void insert(String into, int rows, Row content) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + into)) {
            for (int row = 0; row < rows; row++) {
                insert.setInt(1, row);
                int column = 2;
                for (Object value : content.values(row)) {
                    insert.setObject(column++, value);
                }
                insert.addBatch();
                if (row % ROWS_A_BATCH == ROWS_A_BATCH - 1) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }
}
