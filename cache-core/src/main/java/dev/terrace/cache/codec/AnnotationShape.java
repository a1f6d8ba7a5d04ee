package dev.terrace.cache.codec;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

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
                .filter(annotation -> SERIALIZERS.stream()
                        .anyMatch(annotation.annotationType().getName()::startsWith))
                .sorted(Comparator.comparing(
                        annotation -> annotation.annotationType().getName()))
                .forEach(this::annotation);
    }

    private void annotation(Annotation annotation) {
        text.append('@').append(annotation.annotationType().getName()).append('(');
        Method[] members = annotation.annotationType().getDeclaredMethods();
        Arrays.sort(members, Comparator.comparing(Method::getName));
        for (Method member : members) {
            text.append(member.getName()).append('=');
            value(read(annotation, member));
            text.append(';');
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
