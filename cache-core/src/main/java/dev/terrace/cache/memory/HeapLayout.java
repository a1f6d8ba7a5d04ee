package dev.terrace.cache.memory;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * How the JVM lays objects out on the heap.
 *
 * @param header bytes of an object's header: 8 (compact), 12 (compressed class pointers) or 16
 * @param reference bytes of a reference: 4 (compressed) or 8
 * @param alignment what the size of every object is a multiple of
 * @param arrayBase bytes before the first element of an array of small elements
 */
record HeapLayout(int header, int reference, int alignment, int arrayBase) {
    /** A 64-bit JVM with a heap under 32 GB: what is assumed of a JVM that does not say. */
    static final HeapLayout USUAL = new HeapLayout(12, 4, 8, 16);

    /** Reads the options of this JVM. */
    static HeapLayout ofThisJvm() {
        HotSpotDiagnosticMXBean hotSpot = hotSpot();
        if (hotSpot == null) {
            return USUAL;
        }
        return of(
                "true".equals(option(hotSpot, "UseCompactObjectHeaders")),
                !"false".equals(option(hotSpot, "UseCompressedClassPointers")),
                !"false".equals(option(hotSpot, "UseCompressedOops")),
                alignment(option(hotSpot, "ObjectAlignmentInBytes")));
    }

    static HeapLayout of(boolean compactHeaders, boolean compressedClasses, boolean compressedOops, int alignment) {
        int header = compactHeaders ? 8 : compressedClasses ? 12 : 16;
        // Until JDK 22 the elements began at a multiple of 8 (JDK-8139457).
        boolean isTight = Runtime.version().feature() >= 23;
        int lengthEnd = header + Integer.BYTES;
        return new HeapLayout(header, compressedOops ? 4 : 8, alignment, isTight ? lengthEnd : align(lengthEnd, 8));
    }

    private static @Nullable HotSpotDiagnosticMXBean hotSpot() {
        try {
            return ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        } catch (RuntimeException | LinkageError notHotSpot) {
            return null;
        }
    }

    private static @Nullable String option(HotSpotDiagnosticMXBean hotSpot, String name) {
        try {
            return hotSpot.getVMOption(name).getValue();
        } catch (IllegalArgumentException unknownToThisRelease) {
            return null;
        }
    }

    private static int alignment(@Nullable String option) {
        return option == null ? USUAL.alignment : Integer.parseInt(option);
    }

    /** Returns the bytes of an array of elements of {@code elementBytes} each. */
    long array(int elementBytes, long length) {
        return align(align(arrayBase, elementBytes) + elementBytes * length, alignment);
    }

    /** Returns the bytes of an array of references, without what they refer to. */
    long references(long length) {
        return array(reference, length);
    }

    /** Returns the bytes of an object with so many references and so many bytes of small primitive fields. */
    long object(int references, int smallBytes) {
        return reference == 8 ? sized(8 * references, smallBytes) : sized(0, 4 * references + smallBytes);
    }

    /** Returns the bytes of an object of this class, without what it refers to; the class must not be an array's. */
    long object(Class<?> type) {
        int wide = 0;
        int small = 0;
        for (Class<?> part = type; part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    int bytes = bytes(field.getType());
                    wide += bytes == 8 ? 8 : 0;
                    small += bytes == 8 ? 0 : bytes;
                }
            }
        }
        return sized(wide, small);
    }

    /** Fields of 8 bytes are aligned; smaller ones fill the gap behind the header. */
    private long sized(int wideBytes, int smallBytes) {
        long wideStart = wideBytes == 0 ? header : align(header, 8);
        long gap = wideStart - header;
        return align(wideStart + wideBytes + Math.max(0, smallBytes - gap), alignment);
    }

    /** Returns the bytes of a field or an element of this type. */
    int bytes(Class<?> type) {
        if (!type.isPrimitive()) {
            return reference;
        }
        if (type == long.class || type == double.class) {
            return 8;
        }
        if (type == int.class || type == float.class) {
            return 4;
        }
        return type == short.class || type == char.class ? 2 : 1;
    }

    private static int align(int bytes, int alignment) {
        return (bytes + alignment - 1) / alignment * alignment;
    }

    private static long align(long bytes, int alignment) {
        return (bytes + alignment - 1) / alignment * alignment;
    }
}
