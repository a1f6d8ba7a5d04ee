package dev.terrace.cache.demo;

import dev.terrace.cache.config.SettingText;
import dev.terrace.cache.demo.shop.ShopSize;
import dev.terrace.cache.server.AdminServerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param action what is to be done
 * @param folder where everything is kept from one start to the next
 * @param size of the shop
 * @param duration after which the demo ends by itself; null for never
 * @param ports where it listens
 * @param redis {@link #REDIS_IF_FOUND}, {@link #NO_REDIS} or an address
 * @param isHeadless true to leave the keyboard alone
 */
record Options(
        Action action,
        Path folder,
        ShopSize size,
        @Nullable Duration duration,
        Ports ports,
        String redis,
        boolean isHeadless) {

    static final String REDIS_IF_FOUND = "auto";
    static final String NO_REDIS = "none";

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int LAST_PORT = 65_535;

    /** What is to be done. */
    enum Action {
        RUN,
        CLEAN,
        HELP
    }

    /**
     * Where the demo listens, on the loopback address.
     *
     * @param dashboard null for the usual one, or any other if that is taken; 0 for any free one
     * @param shop the same for the shop's API
     */
    record Ports(@Nullable Integer dashboard, @Nullable Integer shop) {}

    static final int DASHBOARD_PORT = AdminServerBuilder.USUAL_PORT;
    static final int SHOP_PORT = DASHBOARD_PORT + 1;

    static final Options USUAL =
            new Options(Action.RUN, usualFolder(), ShopSize.USUAL, null, new Ports(null, null), REDIS_IF_FOUND, false);

    static final String USAGE = """
            usage: ./terrace demo [--duration=30s] [--products=N] [--folder=PATH] [--port=N] [--shop-port=N]
                                  [--redis=ADDRESS|none] [--headless] [--clean]

            A shop on a real SQL database, with visitors: first without the cache, then with it, live in a dashboard.
            Start it twice: the second time the cache is warm from disk. Ctrl-C ends it.

              --duration=30s    end by itself after this time with visitors; else it goes on until it is ended
              --products=N      how large the shop is, %d to %d; usually %d
              --folder=PATH     where database and cache are kept, up to 300 MB; usually
                                %s
              --port=N          of the dashboard, 0 for any free one; usually %d
              --shop-port=N     of the shop's own HTTP API, 0 for any free one; usually %d
              --redis=ADDRESS   use this Redis, as in redis://localhost:6379, or none; usually the one on
                                localhost:6379 if there is one, under keys of the demo's own
              --headless        do not read the keyboard
              --clean           remove what earlier starts have kept, in the folder and in Redis, and end
              --help            print this text
            """.formatted(
            ShopSize.FEWEST, ShopSize.MOST, ShopSize.USUAL.products(), USUAL.folder(), DASHBOARD_PORT, SHOP_PORT);

    private static Path usualFolder() {
        Path home = Path.of(System.getProperty("user.home", ""));
        return home.isAbsolute() && Files.isWritable(home)
                ? home.resolve(".cache").resolve("terrace-demo")
                : Path.of(System.getProperty("java.io.tmpdir"), "terrace-demo");
    }

    /**
     * Reads the arguments; a value stands behind {@code =} or is the next argument.
     *
     * @throws IllegalArgumentException naming the argument and what is allowed
     */
    static Options parse(List<String> arguments) {
        Options options = USUAL;
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            Given given = Given.next(words);
            options = switch (given.name()) {
                case "--help", "-h" -> options.action(Action.HELP);
                case "--clean" -> options.action(Action.CLEAN);
                case "--headless" -> options.headless();
                case "--folder" -> options.folder(Path.of(given.value("a path")));
                case "--duration" -> options.duration(duration(given));
                case "--products" ->
                    options.size(new ShopSize(given.number(ShopSize.FEWEST, ShopSize.MOST), ShopSize.USUAL.seed()));
                case "--port" -> options.ports(new Ports(given.number(0, LAST_PORT), options.ports.shop()));
                case "--shop-port" -> options.ports(new Ports(options.ports.dashboard(), given.number(0, LAST_PORT)));
                case "--redis" -> options.redis(given.value("redis://host:port or none"));
                default -> throw new IllegalArgumentException("unknown option " + given.name() + "; see --help");
            };
        }
        return options;
    }

    private static Duration duration(Given given) {
        Duration duration = SettingText.duration(given.name(), given.value("a duration such as 30s"));
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "--duration must be at least 1s but was " + given.text() + "; leave it out to go on until Ctrl-C");
        }
        return duration;
    }

    Options action(Action next) {
        return new Options(next, folder, size, duration, ports, redis, isHeadless);
    }

    Options folder(Path next) {
        return new Options(action, next, size, duration, ports, redis, isHeadless);
    }

    Options size(ShopSize next) {
        return new Options(action, folder, next, duration, ports, redis, isHeadless);
    }

    Options duration(Duration next) {
        return new Options(action, folder, size, next, ports, redis, isHeadless);
    }

    Options ports(Ports next) {
        return new Options(action, folder, size, duration, next, redis, isHeadless);
    }

    Options redis(String next) {
        return new Options(action, folder, size, duration, ports, next, isHeadless);
    }

    Options headless() {
        return new Options(action, folder, size, duration, ports, redis, true);
    }
}
