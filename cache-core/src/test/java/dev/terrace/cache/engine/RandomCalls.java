package dev.terrace.cache.engine;

import dev.terrace.cache.BatchResult;
import dev.terrace.cache.Cache;
import dev.terrace.cache.LoadContext;
import dev.terrace.cache.LoadException;
import dev.terrace.cache.ReadOption;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Random calls of one thread on one cache; each read is judged by the {@link History}. Keys that begin with
 * {@code a} always carry a label, those with {@code b} never.
 */
final class RandomCalls {

    private static final int KEYS = 12;
    private static final Duration TTL = Duration.ofSeconds(2);
    private static final List<String> PATTERNS = List.of("a1*", "b?", "[ab]3", "*");

    private final Cache<String> cache;
    private final History history;
    private final Random random;
    private final boolean effectiveAtOnce;
    private final List<String> wrong = new ArrayList<>();

    /**
     * Prepares the calls.
     *
     * @param effectiveAtOnce true if an asynchronous change holds for all readers as soon as it returns its
     *     future; false if readers on other nodes must wait for the future
     */
    RandomCalls(Cache<String> cache, History history, Random random, boolean effectiveAtOnce) {
        this.cache = cache;
        this.history = history;
        this.random = random;
        this.effectiveAtOnce = effectiveAtOnce;
    }

    /** Returns every key that may be used. */
    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            keys.add("a" + i);
            keys.add("b" + i);
        }
        return keys;
    }

    /** Returns the reads that should not have been. */
    List<String> wrong() {
        return wrong;
    }

    /** Makes one call. */
    void step() {
        try {
            int dice = random.nextInt(100);
            if (dice < 60) {
                read(dice);
            } else if (dice < 90) {
                write(dice - 60);
            } else {
                removeMany(dice - 90);
            }
        } catch (LoadException e) {
            // The loader fails now and then, and no stale value may always stand in.
        }
    }

    private void read(int dice) {
        String key = anyKey();
        long floor = history.floorOf(key);
        if (dice < 24) {
            judge(key, cache.get(key), floor);
        } else if (dice < 36) {
            judge(key, cache.get(key, this::load), floor);
        } else if (dice < 40) {
            judge(key, cache.get(key, this::load, ReadOption.REFRESH), floor);
        } else if (dice < 46) {
            judge(key, cache.async().get(key).join(), floor);
        } else {
            readMany(dice);
        }
    }

    private void readMany(int dice) {
        Set<String> keys = someKeys("b");
        Map<String, Long> floors = new HashMap<>();
        keys.forEach(key -> floors.put(key, history.floorOf(key)));
        BatchResult<String> found = switch (dice % 4) {
            case 0 -> cache.getAll(keys);
            case 1 -> cache.async().getAll(keys).join();
            case 2 -> cache.getAll(keys, this::loadAll);
            default -> cache.async().getAll(keys, this::loadAll).join();
        };
        found.forEach((key, value) -> judge(key, value, floors.getOrDefault(key, 0L)));
    }

    private void judge(String key, @Nullable String value, long floor) {
        String verdict = history.judge(key, value, floor);
        if (!verdict.equals(History.FINE)) {
            wrong.add(verdict);
        }
    }

    private String load(String key, LoadContext context) throws Exception {
        if (key.startsWith("a")) {
            context.labels(label(key));
        }
        if (random.nextInt(8) == 0) {
            throw new Exception("the source is away");
        }
        String value = history.load(key);
        YieldingTier.yieldSometimes();
        return value;
    }

    private Map<String, String> loadAll(Set<String> keys) {
        Map<String, String> loaded = new HashMap<>();
        keys.forEach(key -> loaded.put(key, history.load(key)));
        YieldingTier.yieldSometimes();
        return loaded;
    }

    private void write(int dice) {
        if (dice < 14) {
            set(dice < 3);
        } else if (dice < 18) {
            setAll(dice == 14);
        } else if (dice < 24) {
            delete(dice);
        } else {
            writeIf(dice);
        }
    }

    private void set(boolean async) {
        String key = anyKey();
        String value = history.mint(key);
        long begun = history.now();
        Runnable note = () -> {
            history.made(value);
            history.changed(key, begun);
        };
        if (async) {
            var done = key.startsWith("a")
                    ? cache.async().set(key, value, TTL, label(key))
                    : cache.async().set(key, value);
            note(effectiveAtOnce, note, done::join);
        } else {
            store(key, value);
            note.run();
        }
    }

    private static void note(boolean first, Runnable note, Runnable wait) {
        if (first) {
            note.run();
            wait.run();
        } else {
            wait.run();
            note.run();
        }
    }

    private void store(String key, String value) {
        if (key.startsWith("a")) {
            cache.set(key, value, TTL, label(key));
        } else {
            cache.set(key, value);
        }
    }

    private void setAll(boolean async) {
        Map<String, String> values = new LinkedHashMap<>();
        someKeys("b").forEach(key -> values.put(key, history.mint(key)));
        long begun = history.now();
        if (async) {
            cache.async().setAll(values).join();
        } else {
            cache.setAll(values);
        }
        values.forEach((key, value) -> {
            history.made(value);
            history.changed(key, begun);
        });
    }

    private void delete(int dice) {
        Set<String> keys = dice == 23 ? someKeys("b") : Set.of(anyKey());
        long begun = history.now();
        Runnable note = () -> keys.forEach(key -> history.changed(key, begun));
        if (dice == 23) {
            cache.deleteAll(keys);
            note.run();
        } else if (dice == 22) {
            note(effectiveAtOnce, note, cache.async().delete(keys.iterator().next())::join);
        } else {
            cache.delete(keys.iterator().next());
            note.run();
        }
    }

    private void writeIf(int dice) {
        String key = "b" + random.nextInt(KEYS);
        String value = history.mint(key);
        if (dice < 26) {
            writeIf(key, value, () -> cache.setIfAbsent(key, value));
        } else if (dice < 28) {
            writeIf(key, value, () -> cache.replace(key, value));
        } else {
            touch(key);
        }
    }

    /** A shared tier out of reach is a named error; whether the value got there, nobody knows. */
    private void writeIf(String key, String value, BooleanSupplier call) {
        long begun = history.now();
        try {
            if (call.getAsBoolean()) {
                history.made(value);
                history.changed(key, begun);
            } else {
                history.refused(value);
            }
        } catch (TierUnavailableException e) {
            history.made(value);
        }
    }

    private void touch(String key) {
        try {
            cache.touch(key, TTL);
        } catch (TierUnavailableException e) {
            // touched or not, the value is the same
        }
    }

    private void removeMany(int dice) {
        long begun = history.now();
        if (dice < 5) {
            Glob pattern = Glob.compile(PATTERNS.get(random.nextInt(PATTERNS.size())));
            cache.invalidate(pattern.toString());
            changed(pattern::matches, begun);
        } else if (dice < 6) {
            note(
                    effectiveAtOnce,
                    () -> changed(key -> key.startsWith("a1"), begun),
                    cache.async().invalidate("a1*")::join);
        } else if (dice < 8) {
            String label = label(anyKey());
            cache.invalidateLabel(label);
            changed(key -> key.startsWith("a") && label(key).equals(label), begun);
        } else if (dice < 9) {
            cache.clear();
            changed(key -> true, begun);
        } else {
            note(
                    effectiveAtOnce,
                    () -> changed(key -> true, begun),
                    cache.async().clear()::join);
        }
    }

    private void changed(Predicate<String> covered, long begun) {
        keys().stream().filter(covered).forEach(key -> history.changed(key, begun));
    }

    private String anyKey() {
        return (random.nextBoolean() ? "a" : "b") + random.nextInt(KEYS);
    }

    private Set<String> someKeys(String prefix) {
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < 4; i++) {
            keys.add(prefix + random.nextInt(KEYS));
        }
        return keys;
    }

    private static String label(String key) {
        return "label" + Integer.parseInt(key.substring(1)) % 3;
    }
}
