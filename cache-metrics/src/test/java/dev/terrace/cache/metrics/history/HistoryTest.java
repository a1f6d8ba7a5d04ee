package dev.terrace.cache.metrics.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.metrics.history.Sample.OfRegion;
import dev.terrace.cache.metrics.history.Sample.OfTier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private final Random random = new Random(1);

    private Sample sample(int number) {
        return new Sample(
                START.plus(History.INTERVAL.multipliedBy(number)),
                300,
                Map.of("memory", new OfTier(10, 5, 0, 100, 200, 300, number, 1_000, 2_000)),
                Map.of("user", new OfRegion(10, 5, 5, 0, 1_000, 1, number, 500)),
                Map.of("warming.accuracy", 0.5),
                List.of());
    }

    private Sample busySample(int number) {
        Map<String, OfTier> tiers = new TreeMap<>();
        for (String name : List.of("memory", "disk", "redis")) {
            tiers.put(name, new OfTier(big(), big(), big(), big(), big(), big(), big(), big(), big()));
        }
        Map<String, OfRegion> regions = new TreeMap<>();
        for (int i = 0; i <= HistoryRecorder.NAMED_REGIONS; i++) {
            regions.put("region-number-" + i, new OfRegion(big(), big(), big(), big(), big(), big(), big(), big()));
        }
        return new Sample(START.plus(History.INTERVAL.multipliedBy(number)), 300, tiers, regions, Map.of(), List.of());
    }

    private long big() {
        return random.nextLong(1_000_000_000L);
    }

    private Path file() {
        return folder.resolve("deeper").resolve("history");
    }

    @Test
    void olderSamplesBecomeHoursAndTheOldestGo() {
        History history = new History(null);
        int samples = 31 * 24 * 12;
        for (int i = 1; i <= samples; i++) {
            history.add(sample(i));
        }
        List<Sample> kept = history.samples();
        assertThat(kept).hasSizeBetween(1_240, 1_260);
        Instant end = kept.get(kept.size() - 1).at();
        assertThat(kept.get(0).at())
                .isBetween(end.minus(History.ALL), end.minus(History.ALL).plus(Duration.ofHours(1)));
        assertThat(kept.get(100).seconds()).isEqualTo(3_600);
        assertThat(kept.get(100).at().getEpochSecond() % 3_600).isZero();
        assertThat(kept.get(100).tiers().get("memory").hits()).isEqualTo(120);
        assertThat(kept.get(100).regions().get("user").loadNanos()).isEqualTo(12_000);
        assertThat(kept.get(kept.size() - 1).seconds()).isEqualTo(300);
        long hits = kept.stream()
                .mapToLong(each -> each.tiers().get("memory").hits())
                .sum();
        double seconds = kept.stream().mapToDouble(Sample::seconds).sum();
        assertThat(hits).isEqualTo(Math.round(seconds / 300) * 10);
        assertThat(history.since(end.minus(Duration.ofMinutes(10)))).hasSize(2);
    }

    @Test
    void aRestartFindsWhatWasThere() {
        History first = new History(new HistoryFile(file()));
        for (int i = 1; i <= 1_000; i++) {
            first.add(sample(i));
        }
        History second = new History(new HistoryFile(file()));
        assertThat(second.samples()).isEqualTo(first.samples());
        second.add(sample(1_001));
        assertThat(new History(new HistoryFile(file())).samples()).isEqualTo(second.samples());
    }

    @Test
    void thirtyBusyDaysTakeLessThanTenMegabytes() throws IOException {
        History history = new History(new HistoryFile(file()));
        long largest = 0;
        for (int i = 1; i <= 31 * 24 * 12; i++) {
            history.add(busySample(i));
            if (i % 50 == 0) {
                largest = Math.max(largest, Files.size(file()));
            }
        }
        assertThat(largest).isBetween(1_000_000L, 10_000_000L);
    }

    @Test
    void aRecordThatWasCutOffIsDroppedAndTheNextIsFound() throws IOException {
        History history = new History(new HistoryFile(file()));
        history.add(sample(1));
        history.add(sample(2));
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), java.util.Arrays.copyOf(whole, whole.length - 3));
        History again = new History(new HistoryFile(file()));
        assertThat(again.samples()).containsExactly(sample(1));
        again.add(sample(3));
        assertThat(new History(new HistoryFile(file())).samples()).containsExactly(sample(1), sample(3));
        assertThat(damaged()).doesNotExist();
    }

    @Test
    void aDamagedFileIsSetAsideAndItsReadablePartGoesOn() throws IOException {
        History history = new History(new HistoryFile(file()));
        for (int i = 1; i <= 3; i++) {
            history.add(sample(i));
        }
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 10] ^= 1;
        Files.write(file(), bytes);
        assertThat(new History(new HistoryFile(file())).samples()).containsExactly(sample(1), sample(2));
        assertThat(damaged()).hasBinaryContent(bytes);
        assertThat(new History(new HistoryFile(file())).samples()).containsExactly(sample(1), sample(2));
    }

    @Test
    void everyDamageIsSurvived() throws IOException {
        History history = new History(new HistoryFile(file()));
        for (int i = 1; i <= 3; i++) {
            history.add(sample(i));
        }
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < 100; i++) {
            byte[] mutant = whole.clone();
            mutant[random.nextInt(mutant.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file(), mutant);
            History survivor = new History(new HistoryFile(file()));
            assertThat(history.samples()).containsAll(survivor.samples());
            survivor.add(sample(9));
            assertThat(new History(new HistoryFile(file())).samples()).contains(sample(9));
        }
    }

    @Test
    void anotherFileIsNotTouchedButSetAside() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "somebody else's", StandardOpenOption.CREATE);
        assertThat(new History(new HistoryFile(file())).samples()).isEmpty();
        assertThat(damaged()).hasContent("somebody else's");
    }

    @Test
    void aFolderThatCannotBeWrittenCostsOnlyTheFile() throws IOException {
        Files.writeString(folder.resolve("deeper"), "a file, not a folder");
        History history = new History(new HistoryFile(file()));
        history.add(sample(1));
        assertThat(history.samples()).containsExactly(sample(1));
    }

    private Path damaged() {
        return file().resolveSibling("history.damaged");
    }
}
