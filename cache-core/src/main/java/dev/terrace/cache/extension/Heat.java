package dev.terrace.cache.extension;

import java.util.List;

/** Says which keys are wanted most. An {@link Extension} that measures it implements this interface. */
public interface Heat {

    /** Returns how often a key is read, in reads per second with older ones counting less; 0 if nothing is known. */
    double rate(String region, String key);

    /**
     * Returns the keys that are read most, hottest first.
     *
     * @param most at least 1
     */
    List<HotKey> hottest(String region, int most);

    /**
     * A key and how often it is read.
     *
     * @param key inside its region
     * @param perSecond reads per second, with older ones counting less
     */
    record HotKey(String key, double perSecond) {}
}
