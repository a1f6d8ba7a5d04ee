package dev.terrace.cache.demo.shop;

import dev.terrace.cache.demo.shop.ProductPage.Review;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The shop's database, and each page's queries as an application would write them. Their time is the work of joining and
 * sorting; nothing waits on purpose. Safe for use by many threads.
 */
public final class ShopDatabase implements AutoCloseable {

    private static final String PRODUCT = """
            SELECT p.name, p.category, p.cents, COALESCE(AVG(CAST(r.stars AS DOUBLE PRECISION)), 0), COUNT(r.id)
            FROM product p LEFT JOIN review r ON r.product = p.id WHERE p.id = ?
            GROUP BY p.id, p.name, p.category, p.cents""";
    private static final String LATEST = """
            SELECT s.name, s.country, r.stars FROM review r JOIN shopper s ON s.id = r.shopper
            WHERE r.product = ? ORDER BY r.id DESC LIMIT 5""";
    private static final String SIMILAR = """
            SELECT p.id FROM product p JOIN review r ON r.product = p.id
            WHERE p.category = ? AND p.cents BETWEEN ? * 0.8 AND ? * 1.25 AND p.id <> ?
            GROUP BY p.id ORDER BY AVG(CAST(r.stars AS DOUBLE PRECISION)) DESC, COUNT(*) DESC, p.id LIMIT 4""";
    private static final String BOUGHT_TOO = """
            SELECT other.product FROM review mine JOIN review other ON other.shopper = mine.shopper
            WHERE mine.product = ? AND other.product <> ? AND other.stars >= 4
            GROUP BY other.product ORDER BY COUNT(*) DESC, other.product LIMIT 4""";
    private static final String TOP = """
            SELECT p.id FROM product p JOIN review r ON r.product = p.id WHERE p.category = ?
            GROUP BY p.id HAVING COUNT(*) >= 3
            ORDER BY AVG(CAST(r.stars AS DOUBLE PRECISION)) DESC, COUNT(*) DESC, p.id LIMIT 10""";
    private static final String SEARCH = """
            SELECT p.id FROM product p LEFT JOIN review r ON r.product = p.id WHERE p.name LIKE ?
            GROUP BY p.id ORDER BY COUNT(r.id) DESC, p.id LIMIT 10""";
    private static final String RECOMMENDED = """
            SELECT theirs.product FROM review mine
            JOIN review same ON same.product = mine.product AND same.stars >= 4
            JOIN review theirs ON theirs.shopper = same.shopper AND theirs.stars >= 4
            WHERE mine.shopper = ? AND mine.stars >= 4 AND same.shopper <> mine.shopper
            GROUP BY theirs.product ORDER BY COUNT(*) DESC, theirs.product LIMIT 10""";

    private final JdbcConnectionPool connections;
    private final ShopSize size;
    private final String identity;
    private final LongAdder queries = new LongAdder();

    ShopDatabase(JdbcConnectionPool connections, ShopSize size, String identity) {
        this.connections = connections;
        this.size = size;
        this.identity = identity;
    }

    /** Returns how large the shop is. */
    public ShopSize size() {
        return size;
    }

    /** Returns a text that no other database has, made anew whenever one is filled: what was cached of another is of no use. */
    public String identity() {
        return identity;
    }

    /** Returns how many reading queries were run so far. */
    public long queries() {
        return queries.sum();
    }

    /** Takes what a query found. */
    private interface Rows<T> {

        T read(ResultSet rows) throws SQLException;
    }

    private <T> T query(String sql, Rows<T> result, Object... parameters) throws SQLException {
        queries.increment();
        try (Connection connection = connections.getConnection();
                PreparedStatement query = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                query.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = query.executeQuery()) {
                return result.read(rows);
            }
        }
    }

    private static List<Integer> numbers(ResultSet rows) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        while (rows.next()) {
            numbers.add(rows.getInt(1));
        }
        return numbers;
    }

    /** Makes a product's page by four queries; null if there is no such product. */
    public @Nullable ProductPage product(int id) throws SQLException {
        List<ProductPage> found = query(PRODUCT, rows -> rows.next() ? List.of(bare(id, rows)) : List.of(), id);
        if (found.isEmpty()) {
            return null;
        }
        ProductPage bare = found.get(0);
        List<Review> latest = query(LATEST, ShopDatabase::reviews, id);
        List<Integer> similar = query(SIMILAR, ShopDatabase::numbers, bare.category(), bare.cents(), bare.cents(), id);
        List<Integer> boughtToo = query(BOUGHT_TOO, ShopDatabase::numbers, id, id);
        return new ProductPage(
                id,
                bare.name(),
                bare.category(),
                bare.cents(),
                bare.stars(),
                bare.reviews(),
                latest,
                similar,
                boughtToo);
    }

    private static ProductPage bare(int id, ResultSet row) throws SQLException {
        return new ProductPage(
                id,
                row.getString(1),
                row.getInt(2),
                row.getInt(3),
                row.getDouble(4),
                row.getInt(5),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<Review> reviews(ResultSet rows) throws SQLException {
        List<Review> reviews = new ArrayList<>();
        while (rows.next()) {
            reviews.add(new Review(rows.getString(1), rows.getString(2), rows.getInt(3)));
        }
        return reviews;
    }

    /** Reads many cards by one query; those of unknown products are missing. */
    public Map<Integer, Card> cards(Collection<Integer> ids) throws SQLException {
        String places = String.join(", ", java.util.Collections.nCopies(ids.size(), "?"));
        return query(
                "SELECT id, name, cents, category FROM product WHERE id IN (" + places + ")",
                rows -> {
                    Map<Integer, Card> cards = new LinkedHashMap<>();
                    while (rows.next()) {
                        cards.put(rows.getInt(1), new Card(rows.getInt(1), rows.getString(2), rows.getInt(3)));
                    }
                    return cards;
                },
                ids.toArray());
    }

    /** Ranks the products of a category by their reviews. */
    public Ranking top(int category) throws SQLException {
        return new Ranking(query(TOP, ShopDatabase::numbers, category));
    }

    /** Looks for products by a part of their names, the most reviewed first; reads every name. */
    public Ranking search(String words) throws SQLException {
        return new Ranking(query(SEARCH, ShopDatabase::numbers, "%" + words + "%"));
    }

    /** Returns what users like who like what this one likes. */
    public Ranking recommended(int user) throws SQLException {
        return new Ranking(query(RECOMMENDED, ShopDatabase::numbers, user));
    }

    private int update(String sql, int... parameters) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement update = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                update.setInt(i + 1, parameters[i]);
            }
            return update.executeUpdate();
        }
    }

    /** Changes a price; false if there is no such product. */
    public boolean price(int id, int cents) throws SQLException {
        return update("UPDATE product SET cents = ? WHERE id = ?", cents, id) == 1;
    }

    /**
     * Changes all prices of a category.
     *
     * @param percent of the present price
     * @return how many products it has
     */
    public int reprice(int category, int percent) throws SQLException {
        return update("UPDATE product SET cents = GREATEST(99, cents * ? / 100) WHERE category = ?", percent, category);
    }

    /** Closes the file. */
    @Override
    public void close() {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        } catch (SQLException e) {
            throw new IllegalStateException("the database did not close; remove it with --clean", e);
        } finally {
            connections.dispose();
        }
    }
}
