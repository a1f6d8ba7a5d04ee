package dev.terrace.cache.codec;

/**
 * Turns values of one type into bytes and back.
 *
 * <p>Implementations are called by many threads at once. They neither keep nor change the arrays they are given:
 * those are shared or used again. Whatever {@link #decode} throws is a counted miss; whatever {@link #encode}
 * throws reaches the caller inside an {@link UnencodableValueException}.
 *
 * @param <V> the type of the values
 */
public interface Codec<V> {

    /** Appends the bytes of a value, which is never null; the sink is invalid after the call. */
    void encode(V value, ByteSink out);

    /** Reads a value from exactly these bytes; never returns null. */
    V decode(byte[] bytes, int offset, int length);

    /**
     * Returns a number that is equal exactly where this codec can read what was written.
     *
     * <p>It must differ for another shape of the value type and must be the same in every run and on every JDK.
     */
    long schemaFingerprint();
}
