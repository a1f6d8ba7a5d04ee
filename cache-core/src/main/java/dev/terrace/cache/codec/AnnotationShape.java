package dev.terrace.cache.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Array;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Writes down those annotations that change what a serializer stores, such as another property name.
 *
 * <p>Not by {@code Annotation.toString}, whose form differs between JDKs. Used by one thread.
 */
final class AnnotationShape {

    private static final List<String> SERIALIZERS =
            List.of("com.fasterxml.jackson.", "tools.jackson.", "org.apache.fory.");

    private final StringBuilder text;
    private final Consumer<Type> types;

    /** Appends to a text; classes that annotations name are described by the given consumer, which appends too. */
    AnnotationShape(StringBuilder text, Consumer<Type> types) {
        this.text = text;
        this.types = types;
    }

    void of(AnnotatedElement element) {
        Arrays.stream(element.getDeclaredAnnotations())
                .filter(AnnotationShape::counts)
                .sorted(Comparator.comparing(
                        annotation -> annotation.annotationType().getName()))
                .forEach(this::annotation);
    }

    /** Writes a method's or a constructor's annotations and those of its parameters. */
    void ofExecutable(Executable executable) {
        of(executable);
        for (Parameter parameter : executable.getParameters()) {
            of(parameter);
            text.append(',');
        }
    }

    static boolean anyOn(Executable executable) {
        return Stream.concat(Stream.of(executable), Stream.of(executable.getParameters()))
                .flatMap(element -> Stream.of(element.getDeclaredAnnotations()))
                .anyMatch(AnnotationShape::counts);
    }

    private static boolean counts(Annotation annotation) {
        String name = annotation.annotationType().getName();
        return SERIALIZERS.stream().anyMatch(name::startsWith);
    }

    private void annotation(Annotation annotation) {
        text.append('@').append(annotation.annotationType().getName()).append('(');
        Method[] members = annotation.annotationType().getDeclaredMethods();
        Arrays.sort(members, Comparator.comparing(Method::getName));
        for (Method member : members) {
            Object value = read(annotation, member);
            if (!Objects.deepEquals(value, member.getDefaultValue())) { // else a new member would change old shapes
                text.append(member.getName()).append('=');
                value(value);
                text.append(';');
            }
        }
        text.append(')');
    }

    private static Object read(Annotation annotation, Method member) {
        try {
            return member.invoke(annotation);
        } catch (IllegalAccessException | InvocationTargetException e) {
            return "unreadable";
        }
    }

    private void value(Object value) {
        if (value.getClass().isArray()) {
            text.append('[');
            for (int i = 0; i < Array.getLength(value); i++) {
                value(Array.get(value, i));
                text.append(',');
            }
            text.append(']');
        } else if (value instanceof Annotation nested) {
            annotation(nested);
        } else if (value instanceof Class<?> named) {
            types.accept(named);
        } else if (value instanceof Enum<?> constant) {
            text.append(constant.name());
        } else {
            text.append(value);
        }
    }
}
