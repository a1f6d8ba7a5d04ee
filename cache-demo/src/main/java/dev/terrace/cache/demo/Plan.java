package dev.terrace.cache.demo;

/**
 * How large the demo is.
 *
 * @param requests how many reads each run makes
 * @param seed of the data and of the load: the same seed gives the same answers
 * @param orderLines rows of the largest table
 */
record Plan(int requests, long seed, int orderLines) {

    static final int MOST_REQUESTS = 1_000_000;

    static final Plan USUAL = new Plan(160, 42, 200_000);

    Plan {
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw new IllegalArgumentException("requests must be 1 to " + MOST_REQUESTS + " but was " + requests);
        }
    }

    Plan requests(int number) {
        return new Plan(number, seed, orderLines);
    }

    Plan seed(long number) {
        return new Plan(requests, number, orderLines);
    }
}
