package dev.terrace.cache.demo;

import dev.terrace.cache.demo.Main.Terminal;
import dev.terrace.cache.time.SystemTime;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A demo from its first line to its last. */
final class Demo {

    private final Options options;
    private final Terminal terminal;
    private final Ending ending;
    private final Screen screen;

    Demo(Options options, Terminal terminal, Ending ending) {
        this.options = options;
        this.terminal = terminal;
        this.ending = ending;
        this.screen = new Screen(terminal.out(), ending);
    }

    void run() throws SQLException {
        String redis = RedisProbe.find(options.redis());
        introduce(redis);
        SignIn signIn = SignIn.fromEnvironment(System.getenv());
        try (SystemTime time = new SystemTime();
                Scene scene = new Scene(options, redis, signIn.tokens(), time, screen)) {
            Show show = new Show(scene, screen, options.duration());
            addresses(scene, signIn);
            if (!options.isHeadless()) {
                Keyboard.listen(terminal.in(), keys(scene, show));
            }
            show.play(ending);
            show.table();
        } catch (CancellationException e) {
            screen.line("Ended before the database was complete; the next start begins anew.");
            return;
        }
        screen.line("Closed. Start it again to see it warm from disk; ./terrace demo --clean removes "
                + options.folder() + ".");
    }

    private void introduce(@Nullable String redis) {
        String tiers = "memory and disk" + (redis == null ? "" : ", and the Redis at " + RedisProbe.shown(redis));
        screen.line(String.format(
                Locale.ROOT,
                """

                Terrace demo: the same shop without and with a cache

                  A shop with %,d products, %,d reviews and %,d users lives in an SQL database (H2, in a file).
                  Visitors ask its HTTP API for pages, and each page is milliseconds of real work for the database.
                  Terrace keeps the pages in tiers: %s. Watch

                    1. the shop without the cache, for a few seconds,
                    2. the same shop with it: pages come at once, and the database has time again,
                    3. prices change all the while, and no visitor ever sees an old one,
                    4. start the demo again: it is warm from disk.
                """,
                options.size().products(),
                options.size().reviews(),
                options.size().users(),
                tiers));
    }

    private void addresses(Scene scene, SignIn signIn) {
        screen.line("  dashboard  " + scene.adminServer().address() + signIn.fragment());
        screen.line("             sign in with the token " + signIn.shown());
        screen.line("  shop       " + scene.shopServer().address() + "   (curl it: it says what there is)");
        screen.line("  switch     curl -X POST " + scene.shopServer().address() + "cache/off   (or /cache/on)");
        if (!options.isHeadless()) {
            screen.line(
                    "  keys       c the cache on or off, t the table, q the end, each with Return; Ctrl-C ends, too");
        }
        screen.line("");
    }

    private Map<String, Runnable> keys(Scene scene, Show show) {
        return Map.of("c", () -> scene.cached(!scene.cache().shop().isCached()), "t", show::table, "q", ending::ask);
    }

    static void clean(Options options, Terminal terminal) {
        if (Files.notExists(options.folder())) {
            terminal.out().println("There is nothing to remove: no folder " + options.folder() + ".");
            return;
        }
        Home home = new Home(options.folder());
        String identity = home.identity();
        String redis = identity == null ? null : RedisProbe.find(options.redis());
        if (identity != null && redis != null) {
            ShopCache.forget(redis, identity);
        }
        home.clean();
        terminal.out().println("Removed " + options.folder() + ".");
    }
}
