package dev.terrace.cache;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;

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
        if (type instanceof TypeVariable<?>) {
            throw new IllegalArgumentException("TypeToken needs a type that is known where it is written but got the"
                    + " type variable " + type + "; write the type itself, as in new TypeToken<List<User>>() {}");
        }
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
