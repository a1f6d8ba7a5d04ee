package dev.terrace.cache.engine;

import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.extension.Filled;
import dev.terrace.cache.extension.Filled.Outcome;
import dev.terrace.cache.extension.Heat;
import dev.terrace.cache.extension.Heat.HotKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Brings what is hot up into memory, from the tiers below, and leaves what is cold there. Nothing is loaded. Once memory
 * is full a key comes up only for one that memory would give up first and that is read less.
 */
final class HeatPlacement {

    /** Keys looked at in each region: enough to matter, few enough to be done soon. */
    private static final int MOST = 10_000;

    private final Extensions extensions;

    HeatPlacement(Extensions extensions) {
        this.extensions = extensions;
    }

    /** Returns how many entries were copied up; 0 if nobody measures heat. */
    long run(Iterable<? extends Region<?>> regions) {
        Heat heat = extensions.heat();
        long copied = 0;
        if (heat != null) {
            for (Region<?> region : regions) {
                copied += bringUp(region, heat);
            }
        }
        return copied;
    }

    private long bringUp(Region<?> region, Heat heat) {
        var memory = region.parts().memory();
        if (memory == null || region.parts().chain().isEmpty()) {
            return 0;
        }
        List<HotKey> missing = heat.hottest(region.name(), MOST).stream()
                .filter(hot -> memory.peek(hot.key()) == null)
                .toList();
        List<String> keys = worthTheRoom(region.name(), missing, heat);
        if (keys.isEmpty()) {
            return 0;
        }
        var brought = extensions.fill(region.name(), FillOrder.of(keys), null);
        extensions.use(region.name(), keys);
        return brought.values().stream()
                .map(Filled::outcome)
                .filter(Outcome.COPIED::equals)
                .count();
    }

    private List<String> worthTheRoom(String region, List<HotKey> missing, Heat heat) {
        if (missing.isEmpty() || extensions.memoryUse(region) < 1) {
            return missing.stream().map(HotKey::key).toList();
        }
        List<String> keys = new ArrayList<>();
        Iterator<String> coldest = extensions.expendable(region, missing.size()).iterator();
        for (HotKey hot : missing) {
            if (!coldest.hasNext() || heat.rate(region, coldest.next()) >= hot.perSecond()) {
                break;
            }
            keys.add(hot.key());
        }
        return keys;
    }
}
