package dev.terrace.cache.engine;

import dev.terrace.cache.extension.ReadListener;
import dev.terrace.cache.extension.ReadListener.KeyListener;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who hears of reads: none, one, or several as one. A region asks each listener once. */
final class Listeners {

    private final Map<String, ReadListener> byName = new ConcurrentHashMap<>();
    private final Map<String, Map<String, KeyListener>> asked = new ConcurrentHashMap<>();

    void set(String name, @Nullable ReadListener listener) {
        asked.remove(name);
        if (listener == null) {
            byName.remove(name);
        } else {
            byName.put(name, listener);
        }
    }

    void clear() {
        byName.clear();
        asked.clear();
    }

    /** Returns what hears of the reads of a region; null if nobody does, which is what reads cost least with. */
    @Nullable
    KeyListener of(String region) {
        List<KeyListener> hearers = byName.entrySet().stream()
                .map(each -> asked.computeIfAbsent(each.getKey(), name -> new ConcurrentHashMap<>())
                        .computeIfAbsent(region, each.getValue()::region))
                .toList();
        if (hearers.size() < 2) {
            return hearers.isEmpty() ? null : hearers.get(0);
        }
        return new Several(hearers.toArray(new KeyListener[0]));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared; a list would cost an iterator a read
    private record Several(KeyListener[] hearers) implements KeyListener {

        @Override
        public void read(String key) {
            for (KeyListener hearer : hearers) {
                hearer.read(key);
            }
        }

        @Override
        public boolean readTimed(String key) {
            boolean timed = false;
            for (KeyListener hearer : hearers) {
                timed |= hearer.readTimed(key);
            }
            return timed;
        }

        @Override
        public void answered(long nanos) {
            for (KeyListener hearer : hearers) {
                hearer.answered(nanos);
            }
        }
    }
}
