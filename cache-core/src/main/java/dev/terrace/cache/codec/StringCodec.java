package dev.terrace.cache.codec;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** Strings as UTF-8; a string with half a surrogate pair is refused, since it would come back changed. */
final class StringCodec implements CodecProvider, Codec<String> {

    static final int ID = 3;

    @Override
    public String name() {
        return "string";
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    @SuppressWarnings("unchecked") // V is String: the type says so
    public <V> Codec<V> codec(Type type) {
        if (type != String.class) {
            throw new IllegalArgumentException("type must be java.lang.String for the codec \"string\" but was "
                    + type.getTypeName() + "; use Codecs.smile() for other types");
        }
        return (Codec<V>) this;
    }

    @Override
    public void encode(String value, ByteSink out) {
        out.writeUtf8(value);
    }

    @Override
    public String decode(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.UTF_8);
    }

    @Override
    public long schemaFingerprint() {
        return SchemaShape.fingerprint(ID, String.class);
    }
}
