package dev.terrace.cache.memory;

import dev.terrace.cache.memory.ObjectSizes.Size;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the objects that a value keeps alive.
 *
 * <p>Depth first with a stack of its own, so that a long chain of objects overflows nothing. An object that was seen is
 * not counted again, as far as a table with few probes remembers: a table that is crowded counts some twice rather than
 * slow down. Of a large collection only some elements are walked, each standing for several: every object on the stack
 * has a <i>share</i>, the number of objects that it stands for. After {@code maximumNodes} objects what is left on the
 * stack is taken to be as large as what was walked. Not thread-safe; lives for one call.
 */
final class HeapWalk {
    /** Of a larger collection only so many elements are walked, evenly spread. */
    static final int SAMPLE = 1024;

    /** The charge of an object that cannot be measured. */
    private static final int UNKNOWN = 256;

    /** So many seen objects are compared one by one: cheaper than a hash of each. */
    private static final int FEW = 8;

    private static final int PROBES = 8;

    private final ObjectSizes sizes;
    private final int maximumNodes;
    private @Nullable Object[] stack = new @Nullable Object[16];
    private double[] shares = new double[16];
    private int depth;
    private @Nullable Object[] seen = new @Nullable Object[FEW];
    private int seenCount;
    private double share;
    private double bytes;
    private int nodes;

    HeapWalk(ObjectSizes sizes, int maximumNodes) {
        this.sizes = sizes;
        this.maximumNodes = maximumNodes;
    }

    long measure(Object root) {
        push(root, 1);
        while (depth > 0 && nodes < maximumNodes) {
            depth--;
            Object object = stack[depth];
            share = shares[depth];
            stack[depth] = null;
            if (object != null) {
                count(sizeOf(object.getClass()), object, share);
            }
        }
        return (long) extrapolate();
    }

    /** An object that changes while it is read must not fail the caller's write. */
    private void count(Size size, Object object, double itsShare) {
        nodes++;
        long own = UNKNOWN;
        try {
            own = size.size(object, this);
        } catch (RuntimeException | LinkageError unmeasurable) {
            // Charged as unknown.
        }
        // Not in one expression with the call, which counts leaves itself.
        bytes += itsShare * own;
    }

    /** Nor must a class that does not link. */
    private Size sizeOf(Class<?> type) {
        try {
            return sizes.of(type);
        } catch (RuntimeException | LinkageError unmeasurable) {
            return (object, walk) -> UNKNOWN;
        }
    }

    private double extrapolate() {
        double left = 0;
        for (int i = 0; i < depth; i++) {
            left += shares[i];
        }
        return bytes + left * bytes / Math.max(1, nodes);
    }

    /** Has {@code child}, referred to by the object being measured, measured later. Null is ignored. */
    void add(@Nullable Object child) {
        if (child != null) {
            push(child, share);
        }
    }

    /** Adds the elements of an array. */
    void addAll(@Nullable Object[] elements) {
        int step = Math.max(1, elements.length / SAMPLE);
        int walked = (elements.length + step - 1) / step;
        double each = share * elements.length / Math.max(1, walked);
        for (int i = 0; i < elements.length; i += step) {
            push(elements[i], each);
        }
    }

    /** Adds {@code elements}, of which there are {@code size} according to their owner. */
    void addAll(Collection<?> elements, int size) {
        int read = Math.min(size, maximumNodes);
        int step = Math.max(1, read / SAMPLE);
        int walked = (read + step - 1) / step;
        double each = share * size / Math.max(1, walked);
        Iterator<?> iterator = elements.iterator();
        for (int i = 0; i < read && iterator.hasNext(); i++) {
            Object element = iterator.next();
            if (i % step == 0) {
                push(element, each);
            }
        }
    }

    private void push(@Nullable Object object, double itsShare) {
        if (object == null) {
            return;
        }
        Size size = sizeOf(object.getClass());
        if (size.isTracked() && !isNew(object)) {
            return;
        }
        if (size.isLeaf()) {
            count(size, object, itsShare);
            return;
        }
        if (depth == stack.length) {
            stack = Arrays.copyOf(stack, depth * 2);
            shares = Arrays.copyOf(shares, depth * 2);
        }
        stack[depth] = object;
        shares[depth++] = itsShare;
    }

    private boolean isNew(Object object) {
        if (seen.length == FEW) {
            for (int i = 0; i < seenCount; i++) {
                if (seen[i] == object) {
                    return false;
                }
            }
            if (seenCount < FEW) {
                seen[seenCount++] = object;
                return true;
            }
        }
        if (seenCount > seen.length / 2) {
            growSeen();
        }
        return isNewInTable(object);
    }

    private boolean isNewInTable(Object object) {
        int slot = hash(object);
        for (int i = 0; i < PROBES; i++) {
            int index = (slot + i) & (seen.length - 1);
            if (seen[index] == object) {
                return false;
            }
            if (seen[index] == null) {
                seen[index] = object;
                seenCount++;
                return true;
            }
        }
        return true;
    }

    private void growSeen() {
        @Nullable Object[] old = seen;
        seen = new @Nullable Object[old.length * 8];
        seenCount = 0;
        for (Object object : old) {
            if (object != null) {
                isNewInTable(object);
            }
        }
    }

    /** An identity hash is slow to make the first time, so a string, the most frequent, is spread by what it shows. */
    private static int hash(Object object) {
        if (!(object instanceof String text)) {
            return (System.identityHashCode(object) * 0x9E3779B9) >>> 7;
        }
        int length = text.length();
        int hash = length;
        for (int i = 1; i <= 4 && i <= length; i++) {
            hash = 31 * hash + text.charAt(length - i);
        }
        return (hash * 0x9E3779B9) >>> 7;
    }
}
