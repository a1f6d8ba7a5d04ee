package dev.terrace.cache.redis;

import static dev.terrace.cache.redis.Nodes.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.redis.server.RedisServer;
import dev.terrace.cache.redis.server.TcpProxy;
import dev.terrace.cache.testkit.Entries;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.LeaseWish;
import dev.terrace.cache.tier.SharedTier.LeasedFill;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the scripts decide, on one server, by two nodes. */
final class SharedOperationsIT {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private static RedisServer server;

    private final Nodes nodes = new Nodes();
    private RedisTier here;
    private RedisTier there;

    @BeforeAll
    static void startServer() {
        server = RedisServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startNodes() {
        server.command("FLUSHALL");
        here = nodes.start(ForTests.patient(RedisTier.at(server.uri()).maximumEntryBytes(10_000)));
        there = nodes.start(ForTests.patient(RedisTier.at(server.uri()).maximumEntryBytes(10_000)));
    }

    @AfterEach
    void stopNodes() {
        nodes.close();
    }

    private String text(String name) {
        Entry entry = there.get(key(name));
        return entry == null ? "nothing" : Entries.textOf(entry);
    }

    private static SharedWrite replayed(SharedWrite write, long base, long acceptedAt) {
        return new SharedWrite(write.key(), write.entry(), base, acceptedAt, true);
    }

    @Test
    void tagsAreReadWithoutTheirValues() {
        SharedWrite a = nodes.write("a", "x".repeat(5_000));
        here.write(a);
        here.write(nodes.write("b", "2"));
        here.write(nodes.removal("b"));
        server.command("SET", nameOf("a").replace(":a}", ":c}"), "none of ours");
        server.command("RPUSH", nameOf("a").replace(":a}", ":d}"), "a list");

        assertThat(there.tags(List.of(key("a"), key("b"), key("c"), key("d"), key("e"))))
                .containsOnly(
                        Map.entry(key("a"), Objects.requireNonNull(a.entry()).tag()));
    }

    private static String nameOf(String name) {
        List<?> names = (List<?>) Objects.requireNonNull(server.command("KEYS", "{terrace/user:*:" + name + "}"));
        return String.valueOf(names.get(0));
    }

    @Nested
    class Writes {

        @Test
        void storeAndRemove() {
            assertThat(here.write(nodes.write("a", "1"))).isEqualTo(WriteResult.DONE);
            assertThat(text("a")).isEqualTo("1");
            assertThat(there.write(nodes.removal("a"))).isEqualTo(WriteResult.DONE);
            assertThat(text("a")).isEqualTo("nothing");
            assertThat(there.write(nodes.removal("never there"))).isEqualTo(WriteResult.DONE);
        }

        @Test
        void ofABatchKeepTheirOrder() {
            List<SharedWrite> batch = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                batch.add(nodes.write("k" + i % 600, String.valueOf(i)));
            }
            batch.add(nodes.removal("k7"));
            assertThat(here.writeAll(batch)).hasSize(1_001).containsOnly(WriteResult.DONE);

            assertThat(text("k0")).isEqualTo("600");
            assertThat(text("k599")).isEqualTo("599");
            assertThat(text("k7")).isEqualTo("nothing");
            assertThat(here.writeAll(List.of())).isEmpty();
        }

        @Test
        void ofMoreThanTheMaximumAreRefusedAndLoseTheKey() {
            here.write(nodes.write("a", "1"));
            SharedWrite tooLong = nodes.write("a", "x".repeat(20_000));

            assertThat(here.write(tooLong)).isEqualTo(WriteResult.REMOVED);
            assertThat(text("a")).isEqualTo("nothing");
        }

        @Test
        void toAServerWithoutRoomLoseTheKeyInsteadOfKeepingTheOldValue() {
            here.write(nodes.write("a", "1"));
            here.write(nodes.write("z", "1"));
            server.command("CONFIG", "SET", "maxmemory", "1");
            try {
                assertThat(here.write(nodes.write("a", "2"))).isEqualTo(WriteResult.REMOVED);
                assertThat(text("a")).isEqualTo("nothing");
                assertThat(server.command("EXISTS", nameOf("z").replace(":z}", ":a}t")))
                        .as("that it was removed is remembered all the same")
                        .isEqualTo(1L);
                assertThat(here.write(nodes.removal("a"))).isEqualTo(WriteResult.DONE);
                assertThatThrownBy(() -> here.compareAndSet(
                                key("b"), Gate.ABSENT, nodes.entries().text(key("b"), "1")))
                        .isInstanceOf(TierUnavailableException.class)
                        .hasMessageContaining("no room");
                assertThat(here.getOrLease(key("c"), Gate.ABSENT, LEASE).lease())
                        .isZero();
                assertThat(here.sweep(Scope.region(Nodes.REGION), () -> true)).isEqualTo(1);
            } finally {
                server.command("CONFIG", "SET", "maxmemory", "0");
            }
            here.write(nodes.write("a", "3"));
            assertThat(text("a")).isEqualTo("3");
        }

        @Test
        void expireByTheClockOfTheServer() {
            SharedWrite write = new SharedWrite(
                    key("a"),
                    nodes.entries()
                            .of(key("a"))
                            .lives(Duration.ofMinutes(1))
                            .staleFor(Duration.ofMinutes(1))
                            .build(),
                    Gate.ABSENT,
                    nodes.time().millis(),
                    false);
            here.write(write);
            String stored = String.valueOf(Collections.singletonList(server.command("KEYS", "{terrace/user:*}")));
            String name = stored.replaceAll(".*(\\{terrace/user:[^}]*}).*", "$1");

            assertThat((Long) server.command("PTTL", name)).isBetween(100_000L, 120_000L);
        }
    }

    @Nested
    class Replays {

        @Test
        void storeOverWhatWasSeenLastTheirOwnTagOrNothing() {
            long now = nodes.time().millis();
            SharedWrite first = nodes.write("a", "1");
            SharedWrite second = nodes.write("a", "2");

            assertThat(here.write(replayed(first, Gate.ABSENT, now))).isEqualTo(WriteResult.DONE);
            assertThat(here.write(replayed(first, Gate.ABSENT, now))).isEqualTo(WriteResult.DONE);
            assertThat(here.write(replayed(second, tag(first), now))).isEqualTo(WriteResult.DONE);
            assertThat(text("a")).isEqualTo("2");
        }

        @Test
        void removeTheKeyWhereAnotherNodeHasWritten() {
            there.write(nodes.write("a", "newer"));

            SharedWrite older =
                    replayed(nodes.write("a", "older"), 4711, nodes.time().millis());
            assertThat(here.write(older)).isEqualTo(WriteResult.REMOVED);
            assertThat(text("a")).isEqualTo("nothing");
        }

        @Test
        void removeTheKeyWhereAnotherNodeHasRemoved() {
            there.write(nodes.removal("a"));

            SharedWrite older = replayed(
                    nodes.write("a", "older"), Gate.ABSENT, nodes.time().millis());
            assertThat(here.write(older)).isEqualTo(WriteResult.REMOVED);
            assertThat(text("a")).isEqualTo("nothing");
        }

        @Test
        void thatAreTooOldRemoveTheKey() {
            long before = nodes.time().millis() - Duration.ofSeconds(31).toMillis();

            assertThat(here.write(replayed(nodes.write("a", "old"), Gate.ABSENT, before)))
                    .isEqualTo(WriteResult.REMOVED);
            assertThat(text("a")).isEqualTo("nothing");
        }

        @Test
        void doNotPassARemovalOfManyKeys() {
            long before = nodes.time().millis() - 1;
            there.sweep(new Scope(Nodes.REGION, Glob.compile("a*"), null), () -> true);

            assertThat(here.write(replayed(nodes.write("abc", "old"), Gate.ABSENT, before)))
                    .isEqualTo(WriteResult.REMOVED);
            assertThat(text("abc")).isEqualTo("nothing");
        }

        @Test
        void ofAnotherRegionPassIt() {
            long before = nodes.time().millis() - 1;
            there.sweep(Scope.region("other"), () -> true);

            assertThat(here.write(replayed(nodes.write("abc", "kept"), Gate.ABSENT, before)))
                    .isEqualTo(WriteResult.DONE);
        }
    }

    private static long tag(SharedWrite write) {
        return Objects.requireNonNull(write.entry()).tag();
    }

    @Nested
    class ConditionalChanges {

        @Test
        void areMadeOnlyIfTheTagIsTheExpectedOne() {
            Entry one = nodes.entries().text(key("a"), "1");
            Entry two = nodes.entries().text(key("a"), "2");

            assertThat(here.compareAndSet(key("a"), 4711, one)).isFalse();
            assertThat(here.compareAndSet(key("a"), Gate.ABSENT, one)).isTrue();
            assertThat(here.compareAndSet(key("a"), Gate.ABSENT, two)).isFalse();
            assertThat(there.compareAndSet(key("a"), one.tag(), two)).isTrue();
            assertThat(text("a")).isEqualTo("2");
            assertThat(here.compareAndSet(key("a"), one.tag(), null)).isFalse();
            assertThat(here.compareAndSet(key("a"), two.tag(), null)).isTrue();
            assertThat(text("a")).isEqualTo("nothing");
        }

        @Test
        void findingOnesOwnTagIsSuccess() {
            Entry one = nodes.entries().text(key("a"), "1");
            here.compareAndSet(key("a"), Gate.ABSENT, one);

            assertThat(here.compareAndSet(key("a"), Gate.ABSENT, one)).isTrue();
        }

        @Test
        void takeNegativeAndExpiredEntriesForNothing() {
            Entry negative = nodes.entries().of(key("a")).negative().build();
            Entry stale = nodes.entries()
                    .of(key("b"))
                    .lives(Duration.ofHours(-1))
                    .staleFor(Duration.ofHours(2))
                    .build();
            here.put(key("a"), negative, Gate.OPEN);
            here.put(key("b"), stale, Gate.OPEN);

            assertThat(here.compareAndSet(key("a"), negative.tag(), null)).isFalse();
            assertThat(here.compareAndSet(key("b"), stale.tag(), null)).isFalse();
            assertThat(here.compareAndSet(key("a"), Gate.ABSENT, nodes.entries().text(key("a"), "1")))
                    .isTrue();
            assertThat(here.compareAndSet(key("b"), Gate.ABSENT, nodes.entries().text(key("b"), "1")))
                    .isTrue();
        }

        @Test
        void ofMoreThanTheMaximumAreAnError() {
            Entry tooLong = nodes.entries().text(key("a"), "x".repeat(20_000));

            assertThatThrownBy(() -> here.compareAndSet(key("a"), Gate.ABSENT, tooLong))
                    .isInstanceOf(TierUnavailableException.class)
                    .hasMessageContaining("more than the maximum of 10000");
        }
    }

    @Nested
    class Leases {

        @Test
        void areHeldByOneNode() {
            LeasedRead mine = here.getOrLease(key("a"), Gate.ABSENT, LEASE);
            LeasedRead theirs = there.getOrLease(key("a"), Gate.ABSENT, LEASE);

            assertThat(mine.lease()).isNotZero();
            assertThat(mine.retryAfter()).isNull();
            assertThat(theirs.lease()).isZero();
            assertThat(theirs.retryAfter()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(50));
            here.release(key("a"), mine.lease());
            assertThat(there.getOrLease(key("a"), Gate.ABSENT, LEASE).lease()).isNotZero();
        }

        @Test
        void areGivenBackByTheFill() {
            LeasedRead mine = here.getOrLease(key("a"), Gate.ABSENT, LEASE);
            Entry loaded = nodes.entries().text(key("a"), "loaded");

            assertThat(here.fill(key("a"), loaded, mine.lease())).isTrue();
            LeasedRead found = there.getOrLease(key("a"), Gate.ABSENT, LEASE);
            assertThat(found.lease()).isZero();
            assertThat(Entries.textOf(Objects.requireNonNull(found.entry()))).isEqualTo("loaded");
            assertThat(there.getOrLease(key("a"), loaded.tag(), LEASE).lease()).isNotZero();
            assertThat(here.fill(key("a"), loaded, mine.lease())).isFalse();
        }

        @Test
        void areLostToAWriteARemovalAndASweep() {
            for (Runnable change : List.<Runnable>of(
                    () -> there.write(nodes.write("a", "newer")),
                    () -> there.write(nodes.removal("a")),
                    () -> there.compareAndSet(
                            key("a"), Gate.ABSENT, nodes.entries().text(key("a"), "newer")),
                    () -> there.sweep(new Scope(Nodes.REGION, Glob.compile("a*"), null), () -> true),
                    () -> there.sweep(new Scope(Nodes.REGION, null, EntryFormat.labelHash("red")), () -> true))) {
                there.write(nodes.removal("a"));
                LeasedRead mine = here.getOrLease(key("a"), Gate.ABSENT, LEASE);
                change.run();

                assertThat(here.fill(key("a"), nodes.entries().text(key("a"), "loaded"), mine.lease()))
                        .isFalse();
                assertThat(text("a")).isNotEqualTo("loaded");
            }
        }

        @Test
        void ofAnOwnerThatPausedTooLongAreLost() {
            LeasedRead mine = here.getOrLease(key("a"), Gate.ABSENT, Duration.ofMillis(1));
            org.awaitility.Awaitility.await()
                    .until(() -> there.getOrLease(key("a"), Gate.ABSENT, LEASE).lease() != 0);

            assertThat(here.fill(key("a"), nodes.entries().text(key("a"), "late"), mine.lease()))
                    .isFalse();
            here.release(key("a"), mine.lease());
            assertThat(here.getOrLease(key("a"), Gate.ABSENT, LEASE).lease())
                    .as("the lease of the other node")
                    .isZero();
        }

        @Test
        void ofManyKeysAreAnsweredForEach() {
            Entry stored = nodes.entries().text(key("a"), "stored");
            there.put(key("a"), stored, Gate.OPEN);
            there.getOrLease(key("b"), Gate.ABSENT, LEASE);
            there.put(key("d"), stored, Gate.OPEN);

            List<LeasedRead> answers = here.getOrLeaseAll(
                    List.of(
                            new LeaseWish(key("a"), Gate.ABSENT),
                            new LeaseWish(key("b"), Gate.ABSENT),
                            new LeaseWish(key("c"), Gate.ABSENT),
                            new LeaseWish(key("d"), stored.tag())),
                    LEASE);

            assertThat(answers.get(0).entry().tag()).isEqualTo(stored.tag());
            assertThat(answers.get(1).retryAfter()).isPositive();
            assertThat(answers.get(2).lease()).isNotZero();
            assertThat(answers.get(3).lease()).as("of what is replaced").isNotZero();
        }

        @Test
        void ofManyFillsAreEachHeldOrLost() {
            List<LeasedRead> mine = here.getOrLeaseAll(
                    List.of(
                            new LeaseWish(key("a"), Gate.ABSENT),
                            new LeaseWish(key("b"), Gate.ABSENT),
                            new LeaseWish(key("c"), Gate.ABSENT)),
                    LEASE);
            there.write(nodes.write("b", "newer"));

            assertThat(here.fillAll(List.of(
                            fill("a", "loaded", mine.get(0)),
                            fill("b", "loaded", mine.get(1)),
                            fill("c", "x".repeat(20_000), mine.get(2)))))
                    .containsExactly(true, false, true);

            assertThat(List.of(text("a"), text("b"), text("c"))).containsExactly("loaded", "newer", "nothing");
            assertThat(there.getOrLease(key("c"), Gate.ABSENT, LEASE).lease())
                    .as("the lease of the one that is too long is free")
                    .isNotZero();
        }

        @Test
        void ofABatchAreTakenAndGivenBackInAFewPieces() {
            int many = 600; // more than one batch
            try (TcpProxy proxy = TcpProxy.to(server.port())) {
                RedisTier through = nodes.start(ForTests.patient(RedisTier.at(proxy.uri())));
                List<LeaseWish> wishes = IntStream.range(0, many)
                        .mapToObj(i -> new LeaseWish(key("many" + i), Gate.ABSENT))
                        .toList();
                proxy.count("many");
                List<LeasedRead> mine = through.getOrLeaseAll(wishes, LEASE);
                assertThat(mine).hasSize(many).allMatch(answer -> answer.lease() != 0);
                assertThat(proxy.pieces()).as("pieces of questions").isLessThan(many / 10);

                proxy.count("many");
                List<LeasedFill> fills = IntStream.range(0, many)
                        .mapToObj(i -> fill("many" + i, "loaded", mine.get(i)))
                        .toList();
                assertThat(through.fillAll(fills)).hasSize(many).doesNotContain(false);
                assertThat(proxy.pieces()).as("pieces of fills").isLessThan(many / 10);
            }
        }

        @Test
        void ofABatchAreGivenBackIfOneKeyHasNoAnswer() {
            there.write(nodes.write("b", "1"));
            server.command("RPUSH", nameOf("b") + "l", "no lease");
            List<LeaseWish> wishes = List.of(new LeaseWish(key("a"), Gate.ABSENT), new LeaseWish(key("b"), tagOf("b")));

            assertThatThrownBy(() -> here.getOrLeaseAll(wishes, LEASE)).isInstanceOf(TierUnavailableException.class);

            assertThat(there.getOrLease(key("a"), Gate.ABSENT, LEASE).lease()).isNotZero();
        }

        private long tagOf(String name) {
            return Objects.requireNonNull(there.get(key(name))).tag();
        }

        private LeasedFill fill(String name, String text, LeasedRead lease) {
            return new LeasedFill(key(name), nodes.entries().text(key(name), text), lease.lease());
        }

        @Test
        void areOfNoUseForAnEntryThatIsTooLong() {
            LeasedRead mine = here.getOrLease(key("a"), Gate.ABSENT, LEASE);

            assertThat(here.fill(key("a"), nodes.entries().text(key("a"), "x".repeat(20_000)), mine.lease()))
                    .isTrue();
            assertThat(text("a")).isEqualTo("nothing");
            assertThat(there.getOrLease(key("a"), Gate.ABSENT, LEASE).lease()).isNotZero();
        }
    }

    @Nested
    class Sweeps {

        @Test
        void countLiveEntries() {
            for (int i = 0; i < 2_500; i++) {
                here.write(nodes.write("a" + i, "1"));
            }
            here.write(nodes.write("b", "1"));
            here.write(nodes.removal("a0"));
            here.getOrLease(key("a0"), Gate.ABSENT, LEASE);
            here.put(
                    key("a1"),
                    nodes.entries()
                            .of(key("a1"))
                            .lives(Duration.ofHours(-1))
                            .staleFor(Duration.ofHours(2))
                            .build(),
                    Gate.OPEN);

            assertThat(there.sweep(new Scope(Nodes.REGION, Glob.compile("a*"), null), () -> true))
                    .isEqualTo(2_498);
            assertThat(text("a1")).isEqualTo("nothing");
            assertThat(text("b")).isEqualTo("1");
        }

        @Test
        void byLabelTakeOnlyWhatCarriesIt() {
            long red = EntryFormat.labelHash("red");
            here.put(
                    key("a"), nodes.entries().of(key("a")).labels("red", "blue").build(), Gate.OPEN);
            here.put(key("b"), nodes.entries().of(key("b")).labels("blue").build(), Gate.OPEN);

            assertThat(there.sweep(new Scope(Nodes.REGION, null, red), () -> true))
                    .isEqualTo(1);
            assertThat(there.get(key("a"))).isNull();
            assertThat(there.get(key("b"))).isNotNull();
        }

        @Test
        void ofEverythingLeaveOtherApplicationsAlone() {
            RedisTier other =
                    nodes.start(ForTests.patient(RedisTier.at(server.uri()).prefix("terrace:user")));
            RedisTier another =
                    nodes.start(ForTests.patient(RedisTier.at(server.uri()).prefix("t")));
            for (RedisTier tier : List.of(here, other, another)) {
                tier.write(nodes.write("a", "1"));
            }
            server.command("SET", "{terrace", "foreign");
            server.command("SET", "{terrace/user}", "foreign");
            server.command("SET", "{terrace/user:0123456789abcdeX:a}", "foreign");

            assertThat(there.sweep(Scope.ALL, () -> true)).isEqualTo(1);
            assertThat(text("a")).isEqualTo("nothing");
            assertThat(other.get(key("a"))).isNotNull();
            assertThat(another.get(key("a"))).isNotNull();
            assertThat(server.command("EXISTS", "{terrace", "{terrace/user}", "{terrace/user:0123456789abcdeX:a}"))
                    .isEqualTo(3L);
        }

        @Test
        void stopWhenTheyAreTold() {
            for (int i = 0; i < 3_000; i++) {
                here.write(nodes.write("a" + i, "1"));
            }
            int[] steps = {0};
            here.sweep(new Scope(Nodes.REGION, Glob.compile("a*"), null), () -> steps[0]++ < 5);

            assertThat(here.size().entries()).isPositive();
        }
    }

    @Nested
    class ForeignContent {

        @Test
        void countsAsNothing() {
            here.write(nodes.write("a", "1"));
            String name = String.valueOf(Collections.singletonList(server.command("KEYS", "{terrace/user:*}")))
                    .replaceAll(".*(\\{terrace/user:[^}]*}).*", "$1");
            for (List<String> spoil : List.of(
                    List.of("SET", name, "no entry"),
                    List.of("SET", name, "Tc\u0001"),
                    List.of("SET", name, "Tc" + "x".repeat(100)),
                    List.of("LPUSH", name, "a list"))) {
                server.command("DEL", name);
                server.command(spoil.toArray(new String[0]));

                assertThat(here.get(key("a"))).as("%s", spoil).isNull();
                assertThat(here.getAll(List.of(key("a"), key("b"))))
                        .as("%s", spoil)
                        .isEmpty();
                assertThat(here.remove(key("a"), tag -> tag == Gate.ABSENT)).isFalse();
                assertThat(here.getOrLease(key("a"), Gate.ABSENT, Duration.ofMillis(1))
                                .entry())
                        .isNull();
                assertThat(here.sweep(new Scope(Nodes.REGION, Glob.compile("b"), null), () -> true))
                        .isZero();
            }
            assertThat(here.write(nodes.write("a", "2"))).isEqualTo(WriteResult.DONE);
            assertThat(text("a")).isEqualTo("2");
        }
    }
}
