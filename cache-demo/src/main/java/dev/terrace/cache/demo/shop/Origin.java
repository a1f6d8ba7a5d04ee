package dev.terrace.cache.demo.shop;

import dev.terrace.cache.event.CacheListener;
import java.util.ArrayList;
import java.util.List;

/** Finds out beside the cache where the answers of this thread came from: the lowest tier of all that were needed. */
public final class Origin implements CacheListener {

    /** The name of the source, beside those of the tiers. */
    public static final String DATABASE = "database";

    private final ThreadLocal<List<String>> places = ThreadLocal.withInitial(ArrayList::new);

    @Override
    public void promoted(String region, String key, String fromTier) {
        places.get().add(fromTier);
    }

    void begin() {
        places.get().clear();
    }

    void askedDatabase() {
        places.get().add(DATABASE);
    }

    /**
     * Returns who had to be asked since {@link #begin}.
     *
     * @param tiers from the top downwards
     */
    String lowest(List<String> tiers) {
        List<String> asked = places.get();
        if (asked.contains(DATABASE)) {
            return DATABASE;
        }
        for (int i = tiers.size() - 1; i > 0; i--) {
            if (asked.contains(tiers.get(i))) {
                return tiers.get(i);
            }
        }
        return tiers.get(0);
    }
}
