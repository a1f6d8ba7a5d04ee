package dev.terrace.cache.codec;

import java.lang.reflect.Type;

/**
 * A kind of encoding that makes a {@link Codec} for each value type.
 *
 * <p>Implementations are safe from any thread.
 */
public interface CodecProvider {

    /** Returns the name shown in messages and metrics, such as {@code smile}. */
    String name();

    /** Returns the id stored in every entry, 1 to 65,535; 0 to 255 are reserved for the built-in codecs. */
    int id();

    /**
     * Makes the codec for a type; may cost milliseconds, is called once per region.
     *
     * @throws IllegalArgumentException when this kind of encoding cannot carry the type
     */
    <V> Codec<V> codec(Type type);
}
