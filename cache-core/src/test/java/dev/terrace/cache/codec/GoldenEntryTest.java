package dev.terrace.cache.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.codec.GoldenEntries.Golden;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Entries that earlier builds wrote, byte for byte. */
class GoldenEntryTest {

    static List<Golden> golden() {
        return GoldenEntries.all();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void isReadAsItWasWritten(Golden golden) throws IOException {
        Entry entry = Objects.requireNonNull(Entry.parse(stored(golden), 7, 3));

        EntryMeta meta = GoldenEntries.meta(golden.kind());
        assertThat(entry.createdAt()).isEqualTo(meta.createdAt());
        assertThat(entry.expiresAt()).isEqualTo(meta.expiresAt());
        assertThat(entry.staleUntil()).isEqualTo(meta.staleUntil());
        assertThat(entry.tag()).isEqualTo(meta.tag());
        assertThat(entry.hasLabel(EntryFormat.labelHash("vip"))).isTrue();
        assertThat(entry.labelCount()).isEqualTo(2);
        assertThat(entry.verify(GoldenEntries.KEY)).isTrue();
        assertThat(golden.codec().compatible(entry)).isTrue();
        if (golden.value() != null) {
            assertThat(golden.codec().decode(entry, GoldenEntries.KEY)).isEqualTo(golden.value());
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void isWrittenTheSameWayToday(Golden golden) throws IOException {
        Entry today = golden.encode();
        Entry stored = Objects.requireNonNull(Entry.parse(stored(golden), 7, 3));

        assertThat(today.flags()).isEqualTo(stored.flags());
        assertThat(today.schema()).isEqualTo(stored.schema());
        if (golden.options().equals(PayloadOptions.plain().threshold(0)) || golden.value() == null) {
            assertThat(today.bytes()).isEqualTo(stored.bytes()); // compressors may choose other bytes, nonces must
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    void hasTheFeatureItsNameSays(Golden golden) throws IOException {
        Entry entry = Objects.requireNonNull(Entry.parse(stored(golden), 0, 0));

        assertThat(entry.compressionId())
                .isEqualTo(golden.options().compression().id());
        assertThat(entry.isEncrypted()).isEqualTo(golden.options().keys() != null);
        assertThat(entry.isNegative()).isEqualTo(golden.file().contains("negative"));
        assertThat(entry.isTombstone()).isEqualTo(golden.file().contains("tombstone"));
    }

    private static byte[] stored(Golden golden) throws IOException {
        try (InputStream in = GoldenEntryTest.class.getResourceAsStream("/golden/" + golden.file())) {
            return Objects.requireNonNull(in, golden.file()).readAllBytes();
        }
    }
}
