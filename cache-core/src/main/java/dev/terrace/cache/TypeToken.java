package dev.terrace.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * Names a generic type at run time: {@code new TypeToken<List<User>>() {}}.
 *
 * @param <T> the type
 */
public abstract class TypeToken<T> {

    private final Type type;

    /** Takes the type from the anonymous subclass. */
    protected TypeToken() {
        if (!(getClass().getGenericSuperclass() instanceof ParameterizedType parameterized)) {
            throw new IllegalArgumentException(
                    "TypeToken needs a type argument; write new TypeToken<List<User>>() {} with braces");
        }
        this.type = parameterized.getActualTypeArguments()[0];
    }

    /** Returns the type. */
    public final Type type() {
        return type;
    }

    @Override
    public final String toString() {
        return type.getTypeName();
    }
}
