package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.forever;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.Test;

/** Reads go one way and writes the other; the library's interfaces would allow more. */
class ValueReaderTest {

    private static final ValueReader READER = ValueReader.INSTANCE;

    @Test
    void aReadNeedsAPlaceToGoTo() {
        assertThatThrownBy(() -> READER.read(Bytes.empty(), 0, null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReadCannotBeWritten() {
        ValueRead read = new ValueRead(SizingPlan.of(2 << 20).layout(), view -> true, (address, slot) -> {});

        assertThatThrownBy(() -> READER.size(read)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> READER.write(Bytes.empty(), 0, read))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void whatIsWrittenCannotBeRead() {
        SealedValue sealed = new SealedValue(key("a"), forever("value"));

        assertThatThrownBy(sealed::bytes).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> sealed.getUsing(null)).isInstanceOf(UnsupportedOperationException.class);
    }
}
