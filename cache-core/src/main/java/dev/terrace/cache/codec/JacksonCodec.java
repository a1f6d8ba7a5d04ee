package dev.terrace.cache.codec;

import dev.terrace.cache.tier.EntryFormat;
import java.lang.reflect.Type;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.smile.SmileFactory;
import tools.jackson.dataformat.smile.SmileMapper;
import tools.jackson.dataformat.smile.SmileWriteFeature;

/**
 * Jackson in its text and its binary form, bound to the declared type.
 *
 * <p>Default typing stays off: a subtype is only written and read where an annotation on the declared type lists it.
 */
final class JacksonCodec<V> implements Codec<V> {

    static final int SMILE_ID = 1;
    static final int JSON_ID = 2;

    private final ObjectWriter writer;
    private final ObjectReader reader;
    private final long fingerprint;

    private JacksonCodec(ObjectMapper mapper, Type type, int id) {
        JavaType javaType = mapper.constructType(type);
        this.writer = mapper.writerFor(javaType);
        this.reader = mapper.readerFor(javaType);
        this.fingerprint = SchemaShape.fingerprint(id, type);
    }

    static CodecProvider smile() {
        SmileFactory factory = SmileFactory.builder()
                .streamReadConstraints(constraints())
                .disable(SmileWriteFeature.ENCODE_BINARY_AS_7BIT) // nobody scans our payloads for 0xff
                .build();
        return new Provider("smile", SMILE_ID, SmileMapper.builder(factory).build());
    }

    static CodecProvider json() {
        JsonFactory factory =
                JsonFactory.builder().streamReadConstraints(constraints()).build();
        return new Provider("json", JSON_ID, JsonMapper.builder(factory).build());
    }

    /** What could be written must be readable: Jackson's own limit on names, such as the keys of a map, is below ours. */
    private static StreamReadConstraints constraints() {
        return StreamReadConstraints.builder()
                .maxNameLength(EntryFormat.MAX_PAYLOAD)
                .build();
    }

    @Override
    public void encode(V value, ByteSink out) {
        writer.writeValue(out, value);
    }

    @Override
    public V decode(byte[] bytes, int offset, int length) {
        return reader.readValue(bytes, offset, length);
    }

    @Override
    public long schemaFingerprint() {
        return fingerprint;
    }

    /** Makes codecs that share one mapper, and with it Jackson's caches of serializers. */
    record Provider(String name, int id, ObjectMapper mapper) implements CodecProvider {
        @Override
        public <V> Codec<V> codec(Type type) {
            return new JacksonCodec<>(mapper, type, id);
        }
    }
}
