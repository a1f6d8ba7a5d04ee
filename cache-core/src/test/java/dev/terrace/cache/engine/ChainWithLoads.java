package dev.terrace.cache.engine;

import dev.terrace.cache.ReadOption;
import dev.terrace.cache.testkit.HeapTier;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;

/**
 * Memory above a tier that loses nothing, with loads. A map cannot describe them: a caller gets the
 * loaded value even where the gate keeps it out of the cache. So every read is judged by itself: never
 * what a change that was over before the read began has replaced or removed.
 */
@Param(name = "key", gen = IntGen.class, conf = "1:2")
public final class ChainWithLoads {

    private final SmallChain chain = new SmallChain(new HeapTier("heap", Long.MAX_VALUE));
    private final History history = new History();

    /** Reads. */
    @Operation
    public String get(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        long floor = history.floorOf(name);
        return history.judge(name, chain.cache().get(name), floor);
    }

    /** Reads, and loads what is missing. */
    @Operation
    public String getOrLoad(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        long floor = history.floorOf(name);
        return history.judge(name, chain.cache().get(name, history::load), floor);
    }

    /** Loads in any case; what was there is replaced unless it was changed meanwhile. */
    @Operation
    public String refresh(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        long floor = history.floorOf(name);
        return history.judge(name, chain.cache().get(name, history::load, ReadOption.REFRESH), floor);
    }

    /** Stores. */
    @Operation
    public void set(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        String value = history.mint(name);
        long begun = history.now();
        chain.cache().set(name, value);
        history.made(value);
        history.changed(name, begun);
    }

    /** Removes. */
    @Operation
    public void delete(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        long begun = history.now();
        chain.cache().delete(name);
        history.changed(name, begun);
    }

    /** Removes by a pattern. */
    @Operation
    public void invalidate(@Param(name = "key") int key) {
        String name = Integer.toString(key);
        long begun = history.now();
        chain.cache().invalidate(name + "*");
        history.changed(name, begun);
    }

    /** Removes everything. */
    @Operation
    public void clear() {
        long begun = history.now();
        chain.cache().clear();
        history.changed("1", begun);
        history.changed("2", begun);
    }

    /** Makes the next hits promotions. */
    @Operation
    public void forgetMemory() {
        chain.forgetMemory();
    }

    /** Every read is fine. */
    public static final class Spec {

        /** Reads. */
        public String get(int key) {
            return "fine";
        }

        /** Reads, and loads what is missing. */
        public String getOrLoad(int key) {
            return "fine";
        }

        /** Loads in any case. */
        public String refresh(int key) {
            return "fine";
        }

        /** Stores. */
        public void set(int key) {}

        /** Removes. */
        public void delete(int key) {}

        /** Removes by a pattern. */
        public void invalidate(int key) {}

        /** Removes everything. */
        public void clear() {}

        /** Makes the next hits promotions. */
        public void forgetMemory() {}
    }
}
