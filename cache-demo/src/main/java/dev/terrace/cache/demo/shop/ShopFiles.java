package dev.terrace.cache.demo.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;

/**
 * The folder with the database. It is filled beside its place and moved there when it is complete, so that whatever is in
 * its place is whole.
 */
public final class ShopFiles {

    private static final String NOTE = "shop.properties";
    private static final int CONNECTIONS = 16;

    private final Path place;
    private final Path growing;

    /** Names the folder; touches nothing. */
    public ShopFiles(Path place) {
        this.place = place;
        this.growing = place.resolveSibling(place.getFileName() + ".new");
    }

    /** Returns what {@link ShopDatabase#identity} returns for the database in its place; null if there is none. */
    public @Nullable String identity() {
        Properties note = note();
        return note == null ? null : note.getProperty("identity");
    }

    /**
     * Opens the database, filling it before if there is none of this size.
     *
     * @throws java.util.concurrent.CancellationException if the progress wants no more
     */
    public ShopDatabase open(ShopSize size, Progress progress) throws SQLException {
        if (Files.exists(growing)) {
            progress.say("An earlier start ended before its database was complete; making it anew.");
            remove(growing);
        }
        Properties note = note();
        if (note != null && !isOf(size, note)) {
            progress.say("The database in " + place + " is of another size; making it anew.");
            remove(place);
            note = null;
        }
        if (note == null) {
            fill(size, progress);
        }
        String identity = identity();
        if (identity == null) {
            throw new IllegalStateException(place + " has no " + NOTE + "; remove the folder with --clean");
        }
        return new ShopDatabase(connections(place), size, identity);
    }

    private static boolean isOf(ShopSize size, Properties note) {
        return note.getProperty("products", "").equals(String.valueOf(size.products()))
                && note.getProperty("seed", "").equals(String.valueOf(size.seed()));
    }

    private void fill(ShopSize size, Progress progress) throws SQLException {
        create(growing);
        JdbcConnectionPool connections = connections(growing);
        try (Connection connection = connections.getConnection()) {
            new ShopGenerator(connection, size, progress).fill();
            try (Statement statement = connection.createStatement()) {
                // A price must be on disk before its page is forgotten: a cache that survives kill -9 must not know
                // more.
                statement.execute("SET WRITE_DELAY 0");
                statement.execute("SHUTDOWN");
            }
        } finally {
            connections.dispose();
        }
        Properties note = new Properties();
        note.setProperty("products", String.valueOf(size.products()));
        note.setProperty("seed", String.valueOf(size.seed()));
        note.setProperty("identity", UUID.randomUUID().toString());
        try {
            try (var out = Files.newOutputStream(growing.resolve(NOTE))) {
                note.store(out, "the shop of the demo");
            }
            remove(place);
            Files.move(growing, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + growing + "; see whether the disk is full", e);
        }
    }

    private static JdbcConnectionPool connections(Path folder) {
        JdbcConnectionPool connections = JdbcConnectionPool.create(
                "jdbc:h2:file:" + folder.resolve("shop").toAbsolutePath() + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=65536",
                "sa",
                "");
        connections.setMaxConnections(CONNECTIONS);
        return connections;
    }

    private @Nullable Properties note() {
        Path file = place.resolve(NOTE);
        if (Files.notExists(file)) {
            return null;
        }
        try (var in = Files.newInputStream(file)) {
            Properties note = new Properties();
            note.load(in);
            return note;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + "; remove the folder with --clean", e);
        }
    }

    private static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder + "; choose another with --folder=PATH", e);
        }
    }

    /** Removes the database, a half one too. */
    public void remove() {
        remove(growing);
        remove(place);
    }

    /** Removes a folder with all that is in it; does nothing if it is missing. */
    public static void remove(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + "; remove it by hand", e);
        }
    }
}
