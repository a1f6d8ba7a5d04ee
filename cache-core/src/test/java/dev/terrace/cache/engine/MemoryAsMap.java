package dev.terrace.cache.engine;

import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/** Memory alone, where writes take a shorter path: without evictions it must behave like a map. */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public final class MemoryAsMap {

    private final SmallChain chain = new SmallChain();

    /** Finds a value. */
    @Operation
    public @Nullable String get(@Param(name = "key") int key) {
        return chain.cache().get(Integer.toString(key));
    }

    /** Stores a value. */
    @Operation
    public void set(@Param(name = "key") int key, @Param(name = "value") int value) {
        chain.cache().set(Integer.toString(key), Integer.toString(value));
    }

    /** Stores a value if there is none. */
    @Operation
    public boolean setIfAbsent(@Param(name = "key") int key, @Param(name = "value") int value) {
        return chain.cache().setIfAbsent(Integer.toString(key), Integer.toString(value));
    }

    /** Removes a value. */
    @Operation
    public void delete(@Param(name = "key") int key) {
        chain.cache().delete(Integer.toString(key));
    }

    /** Removes everything. */
    @Operation
    public void clear() {
        chain.cache().clear();
    }

    /** What memory must look like. */
    public static final class Spec {

        private final Map<Integer, String> values = new HashMap<>();

        /** Finds a value. */
        public @Nullable String get(int key) {
            return values.get(key);
        }

        /** Stores a value. */
        public void set(int key, int value) {
            values.put(key, Integer.toString(value));
        }

        /** Stores a value if there is none. */
        public boolean setIfAbsent(int key, int value) {
            return values.putIfAbsent(key, Integer.toString(value)) == null;
        }

        /** Removes a value. */
        public void delete(int key) {
            values.remove(key);
        }

        /** Removes everything. */
        public void clear() {
            values.clear();
        }
    }
}
