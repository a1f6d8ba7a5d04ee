package dev.terrace.cache.server;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.metrics.CacheMetrics;
import dev.terrace.cache.policy.Arguments;
import dev.terrace.cache.warming.Warmer;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Puts an {@link AdminServer} together. For use by one thread, once. */
public final class AdminServerBuilder {

    /** Where the server listens without {@link #port}. */
    public static final int USUAL_PORT = 8070;

    private static final int LAST_PORT = 65_535;

    final CacheManager manager;
    String host = "127.0.0.1";
    int port = USUAL_PORT;

    @Nullable
    Tokens tokens;

    Map<String, String> environment = System.getenv();
    Consumer<String> announcement = Announcement::print;

    @Nullable
    TlsKeyStore keyStore;

    @Nullable
    CacheMetrics metrics;

    @Nullable
    Warmer warmer;

    BooleanSupplier readiness = () -> true;
    Predicate<String> shownRegions = region -> false;
    AdminLimits limits = AdminLimits.DEFAULT;

    AdminServerBuilder(CacheManager manager) {
        this.manager = Arguments.given("manager", manager, "pass the manager to look after");
    }

    /**
     * Sets the address to listen on; {@code 127.0.0.1} without this call, which only this machine reaches.
     *
     * @param address {@code 0.0.0.0} for all; then set {@link #tls} unless something in front of it encrypts
     */
    public AdminServerBuilder host(String address) {
        host = Arguments.given("host", address, "leave the call out for 127.0.0.1");
        return this;
    }

    /** Sets the port; {@value #USUAL_PORT} without this call, 0 for any free one. */
    public AdminServerBuilder port(int number) {
        if (number < 0 || number > LAST_PORT) {
            throw new IllegalArgumentException(
                    "port must be 0 to " + LAST_PORT + " but was " + number + "; pass 0 for any free one");
        }
        port = number;
        return this;
    }

    /**
     * Sets who is let in. Without this call the variables that {@link Tokens#fromEnvironment} reads count, and without those
     * a token for the admin is generated and announced once.
     */
    public AdminServerBuilder tokens(Tokens letIn) {
        tokens = Arguments.given("tokens", letIn, "leave the call out for those of the environment");
        return this;
    }

    /** Sets the variables to read tokens from; those of the process without this call. */
    public AdminServerBuilder environment(Map<String, String> variables) {
        environment = Map.copyOf(Arguments.given("environment", variables, "pass System.getenv()"));
        return this;
    }

    /**
     * Sets who is told the line with a generated token; standard output without this call, never the log.
     *
     * @param listener called once, while the server starts
     */
    public AdminServerBuilder announceTo(Consumer<String> listener) {
        announcement = Arguments.given("listener", listener, "leave the call out for standard output");
        return this;
    }

    /** Speaks TLS only; plain HTTP without this call. */
    public AdminServerBuilder tls(TlsKeyStore store) {
        keyStore = Arguments.given("store", store, "leave the call out for plain HTTP");
        return this;
    }

    /** Shows these metrics of the manager, which the caller closes; without this call the server measures by itself. */
    public AdminServerBuilder metrics(CacheMetrics ofManager) {
        metrics = Arguments.given("metrics", ofManager, "leave the call out to have the server measure");
        return this;
    }

    /** Shows this warmer of the manager and lets it be run; without this call those routes answer 404. */
    public AdminServerBuilder warmer(Warmer ofManager) {
        warmer = Arguments.given("warmer", ofManager, "leave the call out for none");
        return this;
    }

    /** Sets what {@code /health/ready} says; true without this call. Asked for each request, so it must be quick. */
    public AdminServerBuilder readyWhen(BooleanSupplier condition) {
        readiness = Arguments.given("condition", condition, "leave the call out to be ready at once");
        return this;
    }

    /** Sets of which regions values may be shown; none without this call. */
    public AdminServerBuilder showValuesOf(Predicate<String> regions) {
        shownRegions = Arguments.given("regions", regions, "leave the call out to show no values");
        return this;
    }

    /** Changes the limits. */
    public AdminServerBuilder limits(UnaryOperator<AdminLimits> change) {
        limits = Arguments.changed("limits", change, limits);
        return this;
    }

    /**
     * Starts the server. It ends with the manager, or before.
     *
     * @throws IllegalArgumentException if the manager has a server or other metrics already, or the tokens make no sense
     * @throws IllegalStateException if the port is taken, or the key store cannot be used
     */
    public AdminServer start() {
        return AdminServer.start(this);
    }
}
