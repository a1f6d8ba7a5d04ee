package dev.terrace.cache.disk;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.util.ReadResolvable;
import net.openhft.chronicle.hash.serialization.SizedReader;
import net.openhft.chronicle.hash.serialization.SizedWriter;
import org.jspecify.annotations.Nullable;

/**
 * Leads the library's reads to a {@link ValueRead}; its name stands in the head of every map file. A read through it
 * takes half the time of a query context. The library wants a writer as well, and never uses it: what is written is a
 * {@link SealedValue}.
 */
final class ValueReader implements SizedReader<ValueRead>, SizedWriter<ValueRead>, ReadResolvable<ValueReader> {

    static final ValueReader INSTANCE = new ValueReader();

    private ValueReader() {}

    @Override
    public ValueRead read(Bytes<?> in, long size, @Nullable ValueRead using) {
        if (using == null) {
            throw new IllegalStateException("a value is read by a ValueRead only");
        }
        using.at(in, size);
        return using;
    }

    @Override
    public long size(ValueRead read) {
        throw new UnsupportedOperationException("a read has no size");
    }

    @Override
    public void write(Bytes<?> out, long size, ValueRead read) {
        throw new UnsupportedOperationException("a read cannot be written");
    }

    @Override
    public ValueReader readResolve() {
        return INSTANCE;
    }
}
