package dev.terrace.cache.memory;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sizes objects by their fields, found once per class. */
final class FieldSizes implements ObjectSizes.Size {
    /** What a field that the module system hides is taken to refer to: one small object. */
    private static final int HIDDEN = 32;

    /** The bytes of an object, with a small charge for each field that may not be read. */
    private final long own;

    private final Field[] readable;

    private FieldSizes(long own, Field[] readable) {
        this.own = own;
        this.readable = readable;
    }

    static FieldSizes of(Class<?> type, HeapLayout layout) {
        List<Field> readable = new ArrayList<>();
        long hidden = 0;
        for (Class<?> part = type; part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.getType().isPrimitive()) {
                    continue;
                }
                if (field.trySetAccessible()) {
                    readable.add(field);
                } else {
                    hidden += HIDDEN;
                }
            }
        }
        return new FieldSizes(layout.object(type) + hidden, readable.toArray(Field[]::new));
    }

    @Override
    public long size(Object object, HeapWalk walk) {
        for (Field field : readable) {
            walk.add(read(field, object));
        }
        return own;
    }

    private static @Nullable Object read(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException hidden) {
            return null;
        }
    }
}
