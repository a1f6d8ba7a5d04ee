package dev.terrace.cache.codec;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.fory.Fory;
import org.apache.fory.ThreadSafeFory;
import org.apache.fory.memory.MemoryBuffer;

/**
 * Apache Fory in its Java form, with registered classes only and a fixed schema.
 *
 * <p>Fory's "compatible" mode stays off: it would read values of another class shape, which the fingerprint refuses
 * anyhow, and costs time and size. So does tracking of references: as with JSON, an object that occurs twice is stored
 * twice and a cycle is refused. Class ids follow from the order of registration, so that the list is part of the
 * fingerprint. Instances of Fory are for one thread, so there is a pool of one per processor; coding is pure
 * computing, and more would only wait for a processor. The only class that touches Fory, which is optional.
 */
final class ForyCodec implements CodecProvider {

    static final int ID = 5;

    private final List<Class<?>> registered;
    private final ThreadSafeFory fory;

    ForyCodec(Class<?>... registered) {
        this.registered = List.of(registered);
        this.fory = Fory.builder()
                .withXlang(false)
                .withCompatible(false)
                .requireClassRegistration(true)
                .suppressClassRegistrationWarnings(true)
                .withRefTracking(false)
                .buildThreadSafeForyPool(Runtime.getRuntime().availableProcessors());
        this.registered.forEach(fory::register);
    }

    @Override
    public String name() {
        return "fory";
    }

    @Override
    public int id() {
        return ID;
    }

    @Override
    public <V> Codec<V> codec(Type type) {
        List<Type> shapes = new ArrayList<>(registered);
        shapes.add(type);
        return new Bound<>(fory, SchemaShape.fingerprint(ID, shapes.toArray(Type[]::new)));
    }

    private record Bound<V>(ThreadSafeFory fory, long schemaFingerprint) implements Codec<V> {

        @Override
        public void encode(V value, ByteSink out) {
            fory.serialize(out, value);
        }

        @Override
        @SuppressWarnings("unchecked") // the checksum and the fingerprint say that a V was written
        public V decode(byte[] bytes, int offset, int length) {
            return (V) Objects.requireNonNull(fory.deserialize(MemoryBuffer.fromByteArray(bytes, offset, length)));
        }
    }
}
