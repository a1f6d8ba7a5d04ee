package dev.terrace.cache.server.api;

import dev.terrace.cache.server.http.Router;

/** All resources of the admin API. Close it to end what outlives requests. */
public final class Api implements AutoCloseable {

    private final Backstage backstage;
    private final Jobs jobs;
    private final KeyListings listings;

    /** Makes the resources of one manager. */
    public Api(Backstage backstage) {
        this.backstage = backstage;
        this.jobs = new Jobs(backstage);
        this.listings = new KeyListings(backstage);
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
    }

    @Override
    public void close() {
        jobs.close();
        listings.close();
    }
}
