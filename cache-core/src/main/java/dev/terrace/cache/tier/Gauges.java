package dev.terrace.cache.tier;

import java.util.Map;

/** Named numbers that a part wants to be seen; a tier that has some implements this interface. */
public interface Gauges {

    /** Returns the numbers as they are now, by lower-case dotted name; cheap, no scan. */
    Map<String, Double> gauges();
}
