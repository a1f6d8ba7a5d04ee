package dev.terrace.cache.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Journal;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFileTest {

    private static final long BUDGET = 64 << 10;

    private final Entries entries = new Entries(new FakeTime());
    private Path path;
    private JournalFile journal;

    @BeforeEach
    void open(@TempDir Path folder) {
        path = folder.resolve("journal");
        journal = new JournalFile(path, BUDGET);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private void reopen() {
        journal.close();
        journal = new JournalFile(path, BUDGET);
    }

    private Journal.Write write(long position, int payload) {
        TierKey key = new TierKey("user", "k" + position);
        Entry entry = entries.of(key).payload(payload).stamp(position, 3).build();
        return new Journal.Write(position, key, entry, 7, 1_000 + position);
    }

    private static List<Long> positions(JournalFile of) {
        return of.unsettled().stream().map(Journal.Item::position).toList();
    }

    @Nested
    class WhatIsKept {

        @Test
        void everyKindOfRecordComesBackInTheOrderOfPositions() {
            Journal.Write write = write(5, 100);
            List<Journal.Item> others = List.of(
                    new Journal.Write(6, new TierKey("r", ""), null, 0, -1),
                    new Journal.Barrier(7, Scope.ALL),
                    new Journal.Barrier(8, new Scope("é", Glob.compile("a[b-c]*\\?"), EntryFormat.labelHash("x"))),
                    new Journal.Distrust(9, new TierKey("r", "\uD83D\uDE00:"), "disk"));
            others.forEach(journal::append);
            journal.append(write);

            reopen();

            assertThat(journal.isComplete()).isTrue();
            List<Journal.Item> found = journal.unsettled();
            assertThat(found.subList(1, found.size())).isEqualTo(others);
            Journal.Write read = (Journal.Write) found.get(0);
            assertThat(read.entry()).isNotNull();
            assertThat(read.entry().bytes()).isEqualTo(write.entry().bytes());
            assertThat(read.entry().position()).isEqualTo(5);
            assertThat(read.entry().epoch()).isEqualTo(3);
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("entry", "key.utf8")
                    .isEqualTo(write);
        }

        @Test
        void whatIsSettledIsForgottenAlsoAfterAReopening() {
            for (long position = 1; position <= 5; position++) {
                journal.append(write(position, 10));
            }
            journal.settle(2);
            journal.settle(4);
            journal.settle(99);
            assertThat(positions(journal)).containsExactly(1L, 3L, 5L);

            reopen();
            assertThat(positions(journal)).containsExactly(1L, 3L, 5L);
        }

        @Test
        void severalRecordsOfOnePositionAreSettledTogether() {
            journal.append(write(1, 10));
            journal.append(new Journal.Distrust(1, new TierKey("r", "a"), "disk"));
            assertThat(positions(journal)).containsExactly(1L, 1L);
            journal.settle(1);
            reopen();
            assertThat(positions(journal)).isEmpty();
        }

        @Test
        void anInterruptedThreadAppendsAllTheSame() {
            Thread.currentThread().interrupt();
            try {
                journal.append(write(1, 10));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            reopen();
            assertThat(positions(journal)).containsExactly(1L);
        }
    }

    @Nested
    class TheLimit {

        @Test
        void holdsHoweverMuchIsWrittenAndSettled() throws IOException {
            for (long position = 1; position <= 3_000; position++) {
                journal.append(write(position, 500));
                if (position > 20) {
                    journal.settle(position - 20);
                }
                assertThat(Files.size(path)).isLessThanOrEqualTo(BUDGET);
            }
            assertThat(journal.records()).isEqualTo(20);
            reopen();
            assertThat(positions(journal)).hasSize(20).startsWith(2_981L).endsWith(3_000L);
        }

        @Test
        void refusesWhatDoesNotFitAndGoesOnWhenThereIsRoom() {
            long position = 0;
            try {
                while (true) {
                    journal.append(write(position + 1, 1_000));
                    position++;
                }
            } catch (UncheckedIOException full) {
                assertThat(full).hasRootCauseMessage(full.getCause().getMessage());
                assertThat(full.getCause()).hasMessageContaining("raise maximumBytes");
            }
            assertThat(position).isBetween(20L, 32L);
            assertThat(positions(journal)).hasSize((int) position);
            journal.settle(1);
            journal.append(write(position + 1, 1_000));
            reopen();
            assertThat(positions(journal))
                    .hasSize((int) position)
                    .startsWith(2L)
                    .endsWith(position + 1);
        }

        @Test
        void anEmptyJournalShrinks() {
            for (long position = 1; position <= 30; position++) {
                journal.append(write(position, 900));
            }
            for (long position = 1; position <= 30; position++) {
                journal.settle(position);
            }
            assertThat(journal.length()).isLessThan(100);
            journal.append(write(31, 900));
            reopen();
            assertThat(positions(journal)).containsExactly(31L);
        }
    }

    @Nested
    class Damage {

        private byte[] whole;

        @BeforeEach
        void fill() throws IOException {
            for (long position = 1; position <= 5; position++) {
                journal.append(write(position, 40));
            }
            journal.close();
            whole = Files.readAllBytes(path);
        }

        @Test
        void aTornTailIsCutOffAndNothingIsMissing() throws IOException {
            int last = (whole.length - 4) / 5;
            for (int cut = 1; cut < last; cut++) {
                Files.write(path, Arrays.copyOf(whole, whole.length - cut));
                reopen();
                assertThat(journal.isComplete()).as("cut %s", cut).isTrue();
                assertThat(positions(journal)).as("cut %s", cut).containsExactly(1L, 2L, 3L, 4L);
            }
            journal.append(write(6, 40));
            reopen();
            assertThat(positions(journal)).containsExactly(1L, 2L, 3L, 4L, 6L);
        }

        @Test
        void everyFlippedByteIsNoticed() throws IOException {
            for (int at = 0; at < whole.length; at++) {
                byte[] flipped = whole.clone();
                flipped[at] ^= 0x10;
                Files.write(path, flipped);
                reopen();
                assertThat(journal.isComplete()).as("byte %s", at).isFalse();
                int before = Math.max(0, (at - 4) / ((whole.length - 4) / 5));
                assertThat(positions(journal)).as("byte %s", at).hasSize(before);
                reopen();
                assertThat(journal.isComplete()).as("after byte %s", at).isTrue();
            }
        }

        @Test
        void aFileThatIsNoJournalIsReplaced() throws IOException {
            Files.write(path, new byte[5_000]);
            reopen();
            assertThat(journal.isComplete()).isFalse();
            journal.append(write(1, 10));
            reopen();
            assertThat(positions(journal)).containsExactly(1L);
        }

        @Test
        void aJournalThatCannotBeOpenedTakesNothing() throws IOException {
            Files.delete(path);
            Files.createDirectory(path);
            reopen();
            assertThat(journal.isComplete()).isFalse();
            assertThatThrownBy(() -> journal.append(write(1, 10))).isInstanceOf(UncheckedIOException.class);
            assertThat(journal.unsettled()).isEmpty();
            journal.settle(1);
        }
    }

    @Test
    void randomOperationsAgreeWithAModel() {
        Seeds seed = Seeds.draw("journal");
        Random random = seed.random(0);
        TreeMap<Long, Boolean> model = new TreeMap<>();
        for (long position = 1; position <= 4_000; position++) {
            if (model.size() < 30) {
                journal.append(write(position, random.nextInt(700)));
                model.put(position, true);
            }
            if (random.nextInt(5) > 0 && !model.isEmpty()) {
                long settled = new ArrayList<>(model.keySet()).get(random.nextInt(model.size()));
                journal.settle(settled);
                model.remove(settled);
            }
            if (random.nextInt(200) == 0) {
                reopen();
                assertThat(positions(journal)).as("%s", seed).containsExactlyElementsOf(model.keySet());
            }
        }
    }
}
