package dev.terrace.cache.codec;

import java.lang.reflect.Type;
import java.util.Arrays;

/** Byte arrays as they are. */
final class BytesCodec implements CodecProvider, Codec<byte[]> {

    static final int ID = 4;

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    @SuppressWarnings("unchecked") // V is byte[]: the type says so
    public <V> Codec<V> codec(Type type) {
        if (type != byte[].class) {
            throw new IllegalArgumentException("type must be byte[] for the codec \"bytes\" but was "
                    + type.getTypeName() + "; use Codecs.smile() for other types");
        }
        return (Codec<V>) this;
    }

    @Override
    public void encode(byte[] value, ByteSink out) {
        out.write(value, 0, value.length);
    }

    @Override
    public byte[] decode(byte[] bytes, int offset, int length) {
        return Arrays.copyOfRange(bytes, offset, offset + length);
    }

    @Override
    public long schemaFingerprint() {
        return SchemaShape.fingerprint(ID, byte[].class);
    }
}
