package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Router;
import dev.terrace.cache.server.live.LiveFeed;

/** All resources of the admin API. Close it to end what outlives requests. */
public final class Api implements AutoCloseable {

    private final Backstage backstage;
    private final Jobs jobs;
    private final KeyListings listings;
    private final LiveFeed feed;

    /** Makes the resources of one manager. */
    public Api(Backstage backstage) {
        this.backstage = backstage;
        this.jobs = new Jobs(backstage);
        this.listings = new KeyListings(backstage);
        this.feed = new LiveFeed(
                backstage.host(), backstage.metrics(), backstage.rules().room().streams());
    }

    /** Adds the routes. */
    public void addTo(Router router) {
        new HealthRoutes(backstage).addTo(router);
        new StatsRoutes(backstage).addTo(router);
        new RegionRoutes(backstage).addTo(router);
        new KeyRoutes(listings).addTo(router);
        new EntryRoutes(backstage).addTo(router);
        new RemovalRoutes(backstage, jobs).addTo(router);
        new UpkeepRoutes(backstage, jobs).addTo(router);
        new TtlRoutes(backstage).addTo(router);
        new WarmingRoutes(backstage, jobs).addTo(router);
        new ReportRoutes(backstage).addTo(router);
        new JobRoutes(jobs).addTo(router);
        new DocumentRoutes().addTo(router);
        feed.addTo(router);
    }

    @Override
    public void close() {
        feed.close();
        jobs.close();
        listings.close();
    }
}
