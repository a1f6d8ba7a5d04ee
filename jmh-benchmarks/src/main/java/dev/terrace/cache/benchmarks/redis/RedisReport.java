package dev.terrace.cache.benchmarks.redis;

import dev.terrace.cache.CacheManager;
import dev.terrace.cache.benchmarks.RatioTable;
import java.util.Objects;

/** The Redis tier beside raw Jedis, and what callers feel of outages. What is promised stands in the last column. */
public final class RedisReport {

    private RedisReport() {}

    /**
     * Measures and prints; about three minutes.
     *
     * @param arguments which parts: {@code speed}, {@code delay}, {@code dead}, {@code outages}; all if there are none
     * @throws Exception if a part fails
     */
    public static void print(String[] arguments) throws Exception {
        String[] parts = arguments.length > 0 ? arguments : new String[] {"speed", "delay", "dead", "outages"};
        RatioTable.printLoad("start");
        for (String part : parts) {
            System.out.println();
            switch (part) {
                case "speed" -> RedisSpeed.print();
                case "delay" -> MessageDelay.print();
                case "dead" -> DeadRedis.print();
                case "outages" -> OutageDrill.print();
                default ->
                    throw new IllegalArgumentException(
                            "part must be speed, delay, dead or outages but was \"" + part + "\"");
            }
        }
        System.out.println();
        RatioTable.printLoad("end");
    }

    static double gauge(CacheManager manager, String name) {
        return Objects.requireNonNull(manager.stats().gauges().get(name));
    }
}
