package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Tier.Put;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What goes in comes out again. */
interface StorageRules extends TierRules {

    /** Keys that a careless encoding or pattern would take for something else. */
    List<String> SHAPES = List.of(
            "",
            " ",
            "a",
            "A",
            "a ",
            "*",
            "a*",
            "?",
            "[",
            "]",
            "[a-c]",
            "[^a]",
            "\\",
            "\\*",
            "a:b",
            ":",
            "::",
            "{a}",
            "é",
            "e\u0301",
            "ß",
            "漢字",
            "\uD83D\uDE00",
            "שלום",
            "\u0000",
            "a\u0000",
            "\r\n",
            "\uFFFF",
            "%s",
            "../a",
            "'\"",
            "\u0085\u2028");

    @Test
    default void nothingIsStoredAtFirst() {
        assertThat(tier().get(key("a"))).isNull();
        assertThat(tier().remove(key("a"), Gate.OPEN)).isFalse();
    }

    @Test
    default void payloadsOfEverySizeComeBack() {
        int[] around = {0, 1, 7, 8, 9, 255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097, 65_535, 65_536, 1 << 20};
        for (int size : around) {
            if (size <= traits().sizes().largestPayload()) {
                assertComesBack(entries().of(key("size-" + size)).payload(size), key("size-" + size));
            }
        }
        int largest = traits().sizes().largestPayload();
        assertComesBack(entries().of(key("largest")).payload(largest), key("largest"));
    }

    @Test
    default void entriesOfEveryKindComeBack() {
        String[] labels = IntStream.range(0, EntryFormat.MAX_LABELS)
                .mapToObj(i -> "label-" + i)
                .toArray(String[]::new);
        assertComesBack(entries().of(key("labels")).labels(labels), key("labels"));
        assertComesBack(entries().of(key("forever")).forever(), key("forever"));
        assertComesBack(entries().of(key("negative")).negative(), key("negative"));
        assertComesBack(entries().of(key("tag")).tag(Long.MIN_VALUE), key("tag"));
    }

    @Test
    default void positionAndEpochComeBack() {
        assumeFalse(traits().shared(), "a shared tier keeps no local stamp");
        long[] numbers = {0, 1, 255, 1L << 31, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -1};
        for (long position : numbers) {
            for (long epoch : numbers) {
                TierKey key = key("p" + position + "e" + epoch);
                assertComesBack(entries().of(key).stamp(position, epoch), key);
            }
        }
    }

    @Test
    default void keysOfEveryShapeAreToldApart() {
        List<TierKey> keys = keysOfEveryShape();
        List<Entry> stored = new ArrayList<>();
        for (TierKey key : keys) {
            Entry entry = newEntry(key);
            assertThat(tier().put(key, entry, Gate.OPEN)).as("put %s", key).isEqualTo(PutResult.STORED);
            stored.add(entry);
        }
        for (int i = 0; i < keys.size(); i++) {
            TierKey asked = new TierKey(keys.get(i).region(), keys.get(i).key());
            assertSame(asked, tier().get(asked), stored.get(i));
        }
        for (TierKey key : keys) {
            assertThat(tier().remove(key, Gate.OPEN)).as("remove %s", key).isTrue();
            assertThat(tier().get(key)).as("get %s", key).isNull();
        }
    }

    private List<TierKey> keysOfEveryShape() {
        int room = traits().sizes().longestKey() - REGION.length() - 1;
        Stream<String> lengths = IntStream.of(1, 7, 8, 127, 128, 255, 256, 4_096, 32_767, 65_000, room)
                .filter(length -> length <= room)
                .distinct()
                .mapToObj("k"::repeat);
        List<TierKey> keys = new ArrayList<>();
        Stream.concat(lengths, SHAPES.stream()).forEach(key -> keys.add(key(key)));
        keys.add(new TierKey("use", "r:a"));
        keys.add(new TierKey("users", "a"));
        keys.add(new TierKey("région", "a"));
        return keys;
    }

    @Test
    default void theLastPutCounts() {
        TierKey key = key("a");
        for (int size : new int[] {100, 100, 10, 5_000, 0, 300}) {
            assertComesBack(entries().of(key).payload(size), key);
        }
    }

    @Test
    default void aBatchReadLeavesOutWhatIsNotStored() {
        Entry a = newEntry(key("a"));
        Entry b = newEntry(key("b"));
        tier().put(key("a"), a, Gate.OPEN);
        tier().put(key("b"), b, Gate.OPEN);

        var found = tier().getAll(List.of(key("a"), key("none"), key("b"), key("a")));

        assertThat(found).containsOnlyKeys(key("a"), key("b"));
        assertSame(key("a"), found.get(key("a")), a);
        assertSame(key("b"), found.get(key("b")), b);
        assertThat(tier().getAll(List.of())).isEmpty();
    }

    @Test
    default void aBatchWriteAnswersInItsOrder() {
        Entry first = newEntry(key("a"));
        Entry last = newEntry(key("a"));
        Entry other = newEntry(key("b"));

        List<PutResult> results = tier().putAll(List.of(
                new Put(key("a"), first, Gate.OPEN),
                new Put(key("closed"), newEntry(key("closed")), presentTag -> false),
                new Put(key("a"), last, presentTag -> presentTag == first.tag()),
                new Put(key("b"), other, Gate.OPEN)));

        assertThat(results)
                .containsExactly(PutResult.STORED, PutResult.GATE_CLOSED, PutResult.STORED, PutResult.STORED);
        assertSame(key("a"), tier().get(key("a")), last);
        assertSame(key("b"), tier().get(key("b")), other);
        assertThat(tier().get(key("closed"))).isNull();
        assertThat(tier().putAll(List.of())).isEmpty();
    }

    @Test
    default void aRefusedPutLeavesNothingBehind() {
        int refused = traits().sizes().refusedPayload();
        assumeTrue(refused > 0, "the tier takes every size");
        TierKey key = key("a");
        tier().put(key, newEntry(key), Gate.OPEN);

        Entry tooLarge = entries().of(key).payload(refused).build();
        assertThat(tier().put(key, tooLarge, Gate.OPEN)).isEqualTo(PutResult.REFUSED);
        assertThat(tier().get(key)).isNull();

        tier().put(key, newEntry(key), Gate.OPEN);
        assertThat(tier().putAll(List.of(new Put(key, tooLarge, Gate.OPEN)))).containsExactly(PutResult.REFUSED);
        assertThat(tier().get(key)).isNull();
        assertThat(tier().remove(key, Gate.OPEN)).isFalse();
    }

    @Test
    default void theSizeIsPlausible() {
        int entries = 500;
        int payload = 1_000;
        for (int i = 0; i < entries; i++) {
            tier().put(key("k" + i), entries().of(key("k" + i)).payload(payload).build(), Gate.OPEN);
        }
        TierSize full = tier().size();
        assertThat(full.entries()).as("entries").isBetween(full.estimate() ? 1L : entries, 2L * entries);
        assertThat(full.bytes()).as("bytes").isGreaterThan(full.estimate() ? 0 : (long) entries * payload);
        assertThat(full.maximumBytes()).as("maximumBytes").isGreaterThanOrEqualTo(full.bytes());
        assertThat(full.expired()).as("expired").isBetween(0L, full.entries());

        for (int i = 0; i < entries; i++) {
            tier().remove(key("k" + i), Gate.OPEN);
        }
        assertThat(tier().size().entries()).as("entries after removal").isLessThan(full.entries());
        if (!full.estimate()) {
            assertThat(tier().size().entries()).as("entries after removal").isZero();
        }
    }

    private void assertComesBack(Entries.Draft draft, TierKey key) {
        Entry entry = draft.build();
        assertThat(tier().put(key, entry, Gate.OPEN)).as("put %s", key).isEqualTo(PutResult.STORED);
        assertSame(key, tier().get(key), entry);
    }

    /** Asserts that an entry that was read is the one that was stored. */
    default void assertSame(TierKey key, Entry read, Entry stored) {
        assertThat(read).as("entry of %s", key).isNotNull();
        assertThat(read.bytes()).as("bytes of %s", key).isEqualTo(stored.bytes());
        assertThat(read.verify(key.utf8())).as("checksum of %s", key).isTrue();
        if (!traits().shared()) {
            assertThat(read.position()).as("position of %s", key).isEqualTo(stored.position());
            assertThat(read.epoch()).as("epoch of %s", key).isEqualTo(stored.epoch());
        }
    }
}
