package dev.terrace.cache.memory;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;

/**
 * Sizes the JDK's collections by what is known of their insides: a node for each element, an array of slots, or both.
 * How much an array has in reserve cannot be seen; it is taken to have grown step by step, as a decoder's does.
 */
final class JdkCollections {
    private final HeapLayout layout;
    private final Map<String, Shape> shapes = new HashMap<>();
    private final Shape usual;

    /** Bytes for each element, the slots of an array for so many, and bytes of a map inside. */
    private record Shape(long node, LongUnaryOperator slots, long inside) {}

    JdkCollections(HeapLayout layout) {
        this.layout = layout;
        this.usual = new Shape(node("java.util.HashMap$Node"), JdkCollections::hashTable, 0);
        addLists();
        addMaps();
        addSets();
    }

    ObjectSizes.Size ofCollection(Class<?> type) {
        long own = layout.object(type);
        Shape shape = shape(type);
        return (object, walk) -> {
            Collection<?> collection = (Collection<?>) object;
            int size = collection.size();
            walk.addAll(collection, size);
            return own + backing(shape, size);
        };
    }

    ObjectSizes.Size ofMap(Class<?> type) {
        long own = layout.object(type);
        Shape shape = shape(type);
        return (object, walk) -> {
            Map<?, ?> map = (Map<?, ?>) object;
            int size = map.size();
            walk.addAll(map.keySet(), size);
            walk.addAll(map.values(), size);
            return own + backing(shape, size);
        };
    }

    static Class<?> jdkClass(String name) {
        try {
            return Class.forName(name, false, null);
        } catch (ClassNotFoundException gone) {
            return Object.class;
        }
    }

    private Shape shape(Class<?> type) {
        String name = type.getName();
        Shape shape = shapes.get(name);
        if (shape != null) {
            return shape;
        }
        boolean isWrappedList = name.startsWith("java.util.Collections$") && name.endsWith("List");
        return isWrappedList ? new Shape(0, JdkCollections::grown, layout.object(java.util.ArrayList.class)) : usual;
    }

    private long backing(Shape shape, long size) {
        long slots = shape.slots.applyAsLong(size);
        return shape.inside + size * shape.node + (slots == 0 ? 0 : layout.references(slots));
    }

    private long node(String className) {
        return layout.object(jdkClass(className));
    }

    private void add(String name, long node, LongUnaryOperator slots) {
        shapes.put("java.util." + name, new Shape(node, slots, 0));
    }

    private void addLists() {
        for (String grown : new String[] {"ArrayList", "Vector", "Stack", "PriorityQueue"}) {
            add(grown, 0, JdkCollections::grown);
        }
        for (String exact : new String[] {
            "Arrays$ArrayList",
            "ImmutableCollections$ListN",
            "ImmutableCollections$SubList",
            "concurrent.CopyOnWriteArrayList"
        }) {
            add(exact, 0, JdkCollections::exact);
        }
        for (String inline : new String[] {
            "ImmutableCollections$List12",
            "ImmutableCollections$Set12",
            "ImmutableCollections$Map1",
            "Collections$SingletonList",
            "Collections$SingletonSet",
            "Collections$SingletonMap",
            "RegularEnumSet"
        }) {
            add(inline, 0, JdkCollections::none);
        }
        add("LinkedList", node("java.util.LinkedList$Node"), JdkCollections::none);
        add("ArrayDeque", 0, size -> Math.max(17, size + size / 4));
    }

    private void addMaps() {
        long node = usual.node;
        long linked = node("java.util.LinkedHashMap$Entry");
        add("HashMap", node, JdkCollections::hashTable);
        add("LinkedHashMap", linked, JdkCollections::hashTable);
        add("TreeMap", node("java.util.TreeMap$Entry"), JdkCollections::none);
        add(
                "concurrent.ConcurrentHashMap",
                node("java.util.concurrent.ConcurrentHashMap$Node"),
                JdkCollections::hashTable);
        add("EnumMap", 0, JdkCollections::exact);
        add("ImmutableCollections$MapN", 0, size -> 4 * size);
        add("IdentityHashMap", 0, size -> 4 * size);
    }

    private void addSets() {
        add("ImmutableCollections$SetN", 0, size -> 2 * size);
        addSetOver("HashSet", "HashMap");
        addSetOver("LinkedHashSet", "LinkedHashMap");
        addSetOver("TreeSet", "TreeMap");
    }

    private void addSetOver(String set, String map) {
        Shape inner = shapes.getOrDefault("java.util." + map, usual);
        shapes.put("java.util." + set, new Shape(inner.node, inner.slots, node("java.util." + map)));
    }

    /** The table of a hash map at a load of three quarters, made at the first insert. */
    private static long hashTable(long size) {
        long wanted = Math.max(16, size * 4 / 3);
        return size == 0 ? 0 : Long.highestOneBit(wanted - 1) << 1;
    }

    /** Ten at the first element, then half as much again each time. */
    private static long grown(long size) {
        long capacity = size == 0 ? 0 : 10;
        while (capacity < size) {
            capacity += capacity >> 1;
        }
        return capacity;
    }

    private static long none(long size) {
        return 0;
    }

    private static long exact(long size) {
        return size;
    }
}
