package dev.terrace.cache.engine;

import dev.terrace.cache.testkit.HeapTier;
import java.util.HashMap;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;

/**
 * Memory above a tier that loses nothing: without evictions the chain must behave like a map, promotions
 * or not. A miss after a set is as wrong as a value after a removal.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
@Param(name = "value", gen = IntGen.class, conf = "1:9")
public final class ChainAsMap {

    private final SmallChain chain = new SmallChain(new HeapTier("heap", Long.MAX_VALUE));

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

    /** Removes a value. */
    @Operation
    public void delete(@Param(name = "key") int key) {
        chain.cache().delete(Integer.toString(key));
    }

    /** Removes by a pattern. */
    @Operation
    public void invalidate(@Param(name = "key") int key) {
        chain.cache().invalidate(key + "*");
    }

    /** Removes everything. */
    @Operation
    public void clear() {
        chain.cache().clear();
    }

    /** Changes nothing that anybody may see. */
    @Operation
    public void forgetMemory() {
        chain.forgetMemory();
    }

    /** What the chain must look like. */
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

        /** Removes a value. */
        public void delete(int key) {
            values.remove(key);
        }

        /** Removes by a pattern. */
        public void invalidate(int key) {
            values.remove(key);
        }

        /** Removes everything. */
        public void clear() {
            values.clear();
        }

        /** Changes nothing. */
        public void forgetMemory() {}
    }
}
