package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.forever;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.Test;

class MapValuesTest {

    private static final MapValues VALUES = MapValues.INSTANCE;

    @Test
    void whatWasWrittenCannotBeTheTargetOfARead() {
        SealedValue sealed = new SealedValue(key("a"), forever("value"));

        assertThatThrownBy(() -> VALUES.read(Bytes.empty(), 0, sealed)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> VALUES.read(Bytes.empty(), 0, null)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aReadCannotBeWritten() {
        ValueRead read = new ValueRead(SizingPlan.of(2 << 20).layout(), view -> true, (address, slot) -> {});

        assertThatThrownBy(() -> VALUES.size(read)).isInstanceOf(IllegalStateException.class);
    }
}
