package dev.terrace.cache.codec;

import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes down the shape of a value type, so that its hash changes exactly when stored values may no longer fit.
 *
 * <p>An application class is its name, its superclass and interfaces, its fields (of a record also their order), its
 * getters, enum constants, permitted subclasses, and the annotations that serializers read, each with its generic
 * type, and so on through the classes found. Every class is described once and then only named, so cycles end. A
 * class of the JDK is only its name: its inside differs between JDKs and no codec stores it. Nothing here depends on
 * the order in which reflection answers.
 *
 * <p>Used by one thread, for one description.
 */
final class SchemaShape {

    private final StringBuilder text = new StringBuilder();
    private final Set<Class<?>> described = new HashSet<>();
    private final AnnotationShape annotations = new AnnotationShape(text, this::type);

    private SchemaShape() {}

    /** Hashes the shapes of some types, in order, and the id of the codec that stores them. */
    static long fingerprint(int codecId, Type... types) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(describe(codecId, types).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 must be offered by the JDK, as every JDK does", e);
        }
    }

    static String describe(int codecId, Type... types) {
        SchemaShape shape = new SchemaShape();
        shape.text.append("codec ").append(codecId);
        for (Type type : types) {
            shape.text.append('\n');
            shape.type(type);
        }
        return shape.text.toString();
    }

    private void type(Type type) {
        if (type instanceof Class<?> c) {
            classType(c);
        } else if (type instanceof ParameterizedType p) {
            type(p.getRawType());
            list('<', p.getActualTypeArguments(), '>');
        } else if (type instanceof GenericArrayType a) {
            type(a.getGenericComponentType());
            text.append("[]");
        } else if (type instanceof TypeVariable<?> v) {
            text.append(v.getName());
        } else if (type instanceof WildcardType w) {
            list('?', w.getUpperBounds(), '-');
            list('(', w.getLowerBounds(), ')');
        } else {
            throw new IllegalArgumentException("type must be a class or a generic type of java.lang.reflect but was "
                    + type + " (" + type.getClass().getName() + "); pass the type token of the region");
        }
    }

    private void list(char open, Type[] types, char close) {
        text.append(open);
        for (Type type : types) {
            type(type);
            text.append(',');
        }
        text.append(close);
    }

    private void classType(Class<?> c) {
        if (c.isArray()) {
            type(c.getComponentType());
            text.append("[]");
            return;
        }
        text.append(c.getName());
        if (isApplicationClass(c) && described.add(c)) {
            text.append('{');
            try {
                describe(c);
            } catch (LinkageError e) {
                text.append("unreadable"); // a member's class is missing here, so no codec can store it either
            }
            text.append('}');
        }
    }

    private static boolean isApplicationClass(Class<?> c) {
        ClassLoader loader = c.getClassLoader();
        return loader != null && loader != ClassLoader.getPlatformClassLoader() && !c.isPrimitive();
    }

    private void describe(Class<?> c) {
        annotations.of(c);
        list('<', typeParameterBounds(c), '>');
        if (c.getGenericSuperclass() != null) {
            member("extends", c.getGenericSuperclass());
        }
        for (Class<?> shared : applicationInterfaces(c)) {
            member("implements", shared);
        }
        if (c.isEnum()) {
            text.append(Arrays.stream(c.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name())
                    .toList());
        } else {
            fields(c);
        }
        executables(c);
        subclasses(c);
    }

    private static Class<?>[] applicationInterfaces(Class<?> c) {
        return Arrays.stream(c.getInterfaces())
                .filter(SchemaShape::isApplicationClass)
                .sorted(Comparator.comparing(Class::getName))
                .toArray(Class<?>[]::new);
    }

    private static Type[] typeParameterBounds(Class<?> c) {
        return Arrays.stream(c.getTypeParameters())
                .flatMap(parameter -> Arrays.stream(parameter.getBounds()))
                .toArray(Type[]::new);
    }

    private void fields(Class<?> c) {
        if (c.isRecord()) {
            text.append(Arrays.stream(c.getRecordComponents())
                    .map(RecordComponent::getName)
                    .toList()); // their order counts, which reflection promises for components only
        }
        for (Field field : sortedFields(c)) {
            annotations.of(field);
            member(field.getName(), field.getGenericType());
        }
    }

    private static Field[] sortedFields(Class<?> c) {
        return Arrays.stream(c.getDeclaredFields())
                .filter(field -> !field.isSynthetic())
                .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0)
                .sorted(Comparator.comparing(Field::getName))
                .toArray(Field[]::new);
    }

    /** Getters, and whatever else carries an annotation that a serializer reads: setters, factories, constructors. */
    private void executables(Class<?> c) {
        Stream.concat(Arrays.stream(c.getDeclaredMethods()), Arrays.stream(c.getDeclaredConstructors()))
                .filter(executable -> !executable.isSynthetic())
                .filter(executable -> isGetter(executable) || AnnotationShape.anyOn(executable))
                .sorted(Comparator.comparing(SchemaShape::signature))
                .forEach(executable -> {
                    annotations.ofExecutable(executable);
                    member(
                            signature(executable),
                            executable instanceof Method method ? method.getGenericReturnType() : void.class);
                });
    }

    private static String signature(Executable executable) {
        return executable.getName()
                + Arrays.stream(executable.getParameterTypes())
                        .map(Class::getName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private static boolean isGetter(Executable method) {
        return method instanceof Method
                && Modifier.isPublic(method.getModifiers())
                && !Modifier.isStatic(method.getModifiers())
                && !method.getDeclaringClass().isRecord()
                && !method.getDeclaringClass().isEnum()
                && method.getParameterCount() == 0
                && (method.getName().startsWith("get") || method.getName().startsWith("is"));
    }

    private void subclasses(Class<?> c) {
        if (c.isSealed()) {
            Class<?>[] permitted = c.getPermittedSubclasses();
            Arrays.sort(permitted, Comparator.comparing(Class::getName));
            list('|', permitted, '|');
        }
    }

    private void member(String name, Type type) {
        text.append(name).append(':');
        type(type);
        text.append(';');
    }
}
