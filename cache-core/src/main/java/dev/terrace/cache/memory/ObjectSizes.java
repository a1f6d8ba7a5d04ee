package dev.terrace.cache.memory;

import java.lang.ref.Reference;
import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.BitSet;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Knows for each class how to size its objects and where to find what they refer to; found out once per class.
 *
 * <p>Classes of the JDK are known by name, since their fields cannot be read; all others are walked by their fields. What
 * is shared by the whole JVM costs an entry nothing: enums, classes, locales, zones, small boxed numbers, "".
 */
final class ObjectSizes extends ClassValue<ObjectSizes.Size> {
    /** How to size one object of a class: returns its own bytes and adds what it refers to to the walk. */
    @FunctionalInterface
    interface Size {
        long size(Object object, HeapWalk walk);

        /** Whether it refers to nothing more, so that it is measured at once. */
        default boolean isLeaf() {
            return false;
        }

        /** Whether it is worth remembering that an object was counted: small immutable ones are seldom shared. */
        default boolean isTracked() {
            return true;
        }
    }

    /** A class of the JDK whose objects are sized by what they say. */
    private record Leaf(boolean isTracked, ToLongFunction<Object> bytes) implements Size {
        @Override
        public long size(Object object, HeapWalk walk) {
            return bytes.applyAsLong(object);
        }

        @Override
        public boolean isLeaf() {
            return true;
        }
    }

    private static final Size SHARED = fixed(0);

    private final HeapLayout layout;
    private final Map<Class<?>, Size> known = new HashMap<>();
    private final JdkCollections collections;
    private final long string;

    ObjectSizes(HeapLayout layout) {
        this.layout = layout;
        this.collections = new JdkCollections(layout);
        this.string = layout.object(String.class);
        addText();
        addNumbers();
        addTimes();
    }

    Size of(Class<?> type) {
        return get(type);
    }

    @Override
    protected Size computeValue(Class<?> type) {
        Size simple = known.get(type);
        Size size = simple != null ? simple : holder(type);
        if (size != null) {
            return size;
        }
        if (isSharedType(type)) {
            return SHARED;
        }
        if (type.isArray()) {
            return array(type.getComponentType());
        }
        if (Reference.class.isAssignableFrom(type)) {
            return fixed(layout.object(type));
        }
        if (type.getName().startsWith("java.util.")) {
            if (Collection.class.isAssignableFrom(type)) {
                return collections.ofCollection(type);
            }
            if (Map.class.isAssignableFrom(type)) {
                return collections.ofMap(type);
            }
        }
        return FieldSizes.of(type, layout);
    }

    private static boolean isSharedType(Class<?> type) {
        return Enum.class.isAssignableFrom(type)
                || ZoneId.class.isAssignableFrom(type)
                || TimeZone.class.isAssignableFrom(type)
                || Charset.class.isAssignableFrom(type)
                || ClassLoader.class.isAssignableFrom(type)
                || Thread.class.isAssignableFrom(type)
                || type.getName().startsWith("java.util.Collections$Empty");
    }

    private Size array(Class<?> component) {
        int bytes = layout.bytes(component);
        if (component.isPrimitive()) {
            return new Leaf(true, array -> layout.array(bytes, Array.getLength(array)));
        }
        return (object, walk) -> {
            Object[] array = (Object[]) object;
            walk.addAll(array);
            return layout.references(array.length);
        };
    }

    private static Size fixed(long bytes) {
        return new Leaf(false, object -> bytes);
    }

    private void addText() {
        known.put(String.class, new Leaf(true, text -> ofText((String) text)));
        known.put(Class.class, SHARED);
        known.put(Locale.class, SHARED);
        known.put(Currency.class, SHARED);
    }

    /** Returns the bytes of a string: one for each char if all are Latin-1, else two. Reads up to all its chars. */
    long ofText(String text) {
        return text.isEmpty() ? 0 : string + layout.array(isLatin(text) ? 1 : 2, text.length());
    }

    private static boolean isLatin(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    private void addNumbers() {
        for (Class<?> type : new Class<?>[] {Byte.class, Short.class, Integer.class, Long.class}) {
            long bytes = layout.object(type);
            known.put(type, new Leaf(false, number -> isBoxedOnce(((Number) number).longValue()) ? 0 : bytes));
        }
        long character = layout.object(Character.class);
        known.put(Character.class, new Leaf(false, c -> isBoxedOnce((Character) c) ? 0 : character));
        known.put(Boolean.class, SHARED);
        known.put(Float.class, fixed(layout.object(Float.class)));
        known.put(Double.class, fixed(layout.object(Double.class)));
        long integer = layout.object(BigInteger.class);
        known.put(BigInteger.class, new Leaf(false, big -> integer + magnitude((BigInteger) big)));
        long decimal = layout.object(BigDecimal.class);
        known.put(BigDecimal.class, new Leaf(false, big -> {
            BigDecimal number = (BigDecimal) big;
            return number.precision() <= 18 ? decimal : decimal + integer + magnitude(number.unscaledValue());
        }));
    }

    private static boolean isBoxedOnce(long number) {
        return -128 <= number && number <= 127;
    }

    private long magnitude(BigInteger number) {
        return layout.array(4, number.bitLength() / Integer.SIZE + 1);
    }

    private void addTimes() {
        String[] plain = {
            "java.util.UUID", "java.util.Date", "java.util.OptionalInt", "java.util.OptionalLong",
                    "java.util.OptionalDouble",
            "java.time.Instant", "java.time.Duration", "java.time.Period", "java.time.LocalDate", "java.time.LocalTime",
            "java.time.Year", "java.time.YearMonth", "java.time.MonthDay"
        };
        for (String name : plain) {
            Class<?> type = JdkCollections.jdkClass(name);
            known.put(type, fixed(layout.object(type)));
        }
        long time = layout.object(LocalTime.class);
        long dateTime = layout.object(LocalDateTime.class) + layout.object(LocalDate.class) + time;
        known.put(LocalDateTime.class, fixed(dateTime));
        known.put(OffsetTime.class, fixed(layout.object(OffsetTime.class) + time));
        known.put(OffsetDateTime.class, fixed(layout.object(OffsetDateTime.class) + dateTime));
        known.put(ZonedDateTime.class, fixed(layout.object(ZonedDateTime.class) + dateTime));
    }

    /** These may be part of a cycle, so they are not among the known small ones, which are never remembered. */
    private @Nullable Size holder(Class<?> type) {
        long own = type.isArray() ? 0 : layout.object(type);
        if (type == Optional.class) {
            return (object, walk) -> {
                Optional<?> holder = (Optional<?>) object;
                walk.add(holder.orElse(null));
                return holder.isPresent() ? own : 0;
            };
        }
        if (type == AtomicReference.class) {
            return (object, walk) -> {
                walk.add(((AtomicReference<?>) object).get());
                return own;
            };
        }
        if (type == StringBuilder.class) {
            return (object, walk) -> {
                StringBuilder text = (StringBuilder) object;
                return own + layout.array(isLatin(text) ? 1 : 2, text.capacity());
            };
        }
        if (type == BitSet.class) {
            return (bits, walk) -> own + layout.array(8, ((BitSet) bits).size() / Long.SIZE);
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return (buffer, walk) ->
                    own + (((ByteBuffer) buffer).isDirect() ? 0 : layout.array(1, ((ByteBuffer) buffer).capacity()));
        }
        return null;
    }
}
