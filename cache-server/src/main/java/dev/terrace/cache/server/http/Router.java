package dev.terrace.cache.server.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.List;

/** Takes the routes of the resources, and remembers them. For use while the server is put together. */
public final class Router {

    private final RoutesConfig javalin;
    private final List<Route> routes = new ArrayList<>();

    /** Makes a router that hands its routes to Javalin. */
    public Router(RoutesConfig javalin) {
        this.javalin = javalin;
    }

    /**
     * A route.
     *
     * @param method in upper case
     * @param path with {@code {name}} for a part, {@code <name>} for one that may hold slashes
     * @param access who may use it
     */
    public record Route(String method, String path, Access access) {}

    /** Adds a route that changes nothing, for whoever may look. */
    public Router get(String path, Handler handler) {
        return add(HandlerType.GET, path, Access.VIEWER, handler);
    }

    /** Adds a route for everybody; it must tell nothing of the cache. */
    public Router open(String path, Handler handler) {
        return add(HandlerType.GET, path, Access.OPEN, handler);
    }

    /** Adds a route that changes something. */
    public Router put(String path, Handler handler) {
        return add(HandlerType.PUT, path, Access.ADMIN, handler);
    }

    /** Adds a route that changes something. */
    public Router post(String path, Handler handler) {
        return add(HandlerType.POST, path, Access.ADMIN, handler);
    }

    /** Adds a route that changes something. */
    public Router delete(String path, Handler handler) {
        return add(HandlerType.DELETE, path, Access.ADMIN, handler);
    }

    private Router add(HandlerType method, String path, Access access, Handler handler) {
        javalin.addHttpHandler(method, path, handler, access);
        routes.add(new Route(method.name(), path, access));
        return this;
    }

    /** Returns the routes so far. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }
}
