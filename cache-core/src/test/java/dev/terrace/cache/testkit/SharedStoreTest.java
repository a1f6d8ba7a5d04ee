package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.CoherenceChannel.Receiver;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.SharedTier.LeasedRead;
import dev.terrace.cache.tier.SharedTier.SharedWrite;
import dev.terrace.cache.tier.SharedTier.WriteResult;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SharedStoreTest {

    private static final Duration LEASE = Duration.ofSeconds(10);

    private final FakeTime time = new FakeTime();
    private final Entries entries = new Entries(time);
    private final SharedStore store = new SharedStore(time);
    private final StandInSharedTier a = store.attach();
    private final StandInSharedTier b = store.attach();
    private final List<String> heardByA = new ArrayList<>();
    private final List<String> heardByB = new ArrayList<>();
    private final TierKey key = new TierKey("user", "1");

    @BeforeEach
    void start() {
        a.coherence().start(new Listing(heardByA));
        b.coherence().start(new Listing(heardByB));
    }

    private record Listing(List<String> heard) implements Receiver {
        @Override
        public void changed(TierKey key, long tag) {
            heard.add(key + "=" + tag);
        }

        @Override
        public void barrier(Scope scope, Phase phase) {
            heard.add(phase + " " + scope);
        }

        @Override
        public void lost(String reason) {
            heard.add("lost: " + reason);
        }
    }

    private SharedWrite write(long tag) {
        return new SharedWrite(key, entries.tagged(key, tag), Gate.ABSENT, time.millis(), false);
    }

    private SharedWrite removal() {
        return new SharedWrite(key, null, Gate.ABSENT, time.millis(), false);
    }

    private SharedWrite replay(long tag, long baseTag) {
        return new SharedWrite(key, entries.tagged(key, tag), baseTag, time.millis(), true);
    }

    @Nested
    class Writes {

        @Test
        void areHeardByEveryNodeTheWriterIncluded() {
            assertThat(a.writeAll(List.of(write(1), removal()))).containsExactly(WriteResult.DONE, WriteResult.DONE);

            assertThat(heardByA).containsExactly("user:1=1", "user:1=0").isEqualTo(heardByB);
            assertThat(b.get(key)).isNull();
            assertThat(store.peek(key).isTombstone()).isTrue();
            assertThat(store.keys()).isEmpty();
        }

        @Test
        void dropTheLease() {
            long lease = b.getOrLease(key, 0, LEASE).lease();
            a.write(write(1));

            assertThat(b.fill(key, entries.tagged(key, 2), lease)).isFalse();
            assertThat(b.get(key).tag()).isEqualTo(1);
        }

        @Test
        void thatAreRefusedLoseTheKey() {
            a.write(write(1));
            store.refuseWrites(1);

            assertThat(a.write(write(2))).isEqualTo(WriteResult.REMOVED);
            assertThat(b.get(key)).isNull();
            assertThat(heardByB).endsWith("user:1=0");
        }
    }

    @Nested
    class Replays {

        @Test
        void storeOverTheirBaseTheirOwnTagOrNothing() {
            assertThat(a.write(replay(5, 4))).isEqualTo(WriteResult.DONE);
            assertThat(a.write(replay(5, 4))).isEqualTo(WriteResult.DONE);
            assertThat(a.write(replay(6, 5))).isEqualTo(WriteResult.DONE);
            assertThat(a.get(key).tag()).isEqualTo(6);
        }

        @Test
        void becomeARemovalOverAnythingElse() {
            b.write(write(9));

            assertThat(a.write(replay(5, 4))).isEqualTo(WriteResult.REMOVED);
            assertThat(b.get(key)).isNull();
            assertThat(heardByB).containsExactly("user:1=9", "user:1=0");
        }

        @Test
        void becomeARemovalOverATombstone() {
            b.write(removal());

            assertThat(a.write(replay(5, 4))).isEqualTo(WriteResult.REMOVED);
            time.advance(Duration.ofSeconds(31));
            assertThat(store.peek(key)).isNull();
            assertThat(a.write(replay(5, 4))).isEqualTo(WriteResult.DONE);
        }

        @Test
        void becomeARemovalWhenTheyAreTooOldOrFromTheFuture() {
            SharedWrite old = replay(5, 0);
            time.advance(Duration.ofSeconds(31));
            assertThat(a.write(old)).isEqualTo(WriteResult.REMOVED);

            store.wipe();
            store.setClockOffset(Duration.ofSeconds(-1));
            assertThat(a.write(replay(6, 0))).isEqualTo(WriteResult.REMOVED);
            assertThat(a.coherence().clockOffsetMillis()).isEqualTo(-1_000);

            store.wipe();
            store.setClockOffset(Duration.ofSeconds(2));
            store.setMaxDelay(Duration.ofSeconds(1));
            assertThat(a.write(replay(7, 0))).isEqualTo(WriteResult.REMOVED);
        }

        @Test
        void becomeARemovalBehindABarrier() {
            SharedWrite accepted = replay(5, 0);
            b.coherence().announce(Scope.region("user"), Phase.RAISED);
            time.advance(Duration.ofMillis(1));

            assertThat(a.write(accepted)).isEqualTo(WriteResult.REMOVED);
            store.wipe();
            assertThat(a.write(replay(6, 0))).isEqualTo(WriteResult.DONE);
        }
    }

    @Nested
    class Conditions {

        @Test
        void compareTheTag() {
            Entry first = entries.tagged(key, 1);
            Entry second = entries.tagged(key, 2);
            assertThat(a.compareAndSet(key, 7, first)).isFalse();
            assertThat(a.compareAndSet(key, Gate.ABSENT, first)).isTrue();
            assertThat(b.compareAndSet(key, Gate.ABSENT, second)).isFalse();
            assertThat(b.compareAndSet(key, 1, second)).isTrue();
            assertThat(b.compareAndSet(key, 1, second)).as("retry").isTrue();
            assertThat(b.compareAndSet(key, 2, null)).isTrue();
            assertThat(heardByA).containsExactly("user:1=1", "user:1=2", "user:1=0");
        }

        @Test
        void takeNegativeAndExpiredForAbsent() {
            a.write(new SharedWrite(key, entries.of(key).negative().build(), 0, time.millis(), false));
            assertThat(a.compareAndSet(key, Gate.ABSENT, entries.tagged(key, 50)))
                    .isTrue();
            Entry stale = entries.of(key)
                    .lives(Duration.ofSeconds(1))
                    .staleFor(Duration.ofMinutes(1))
                    .build();
            a.write(new SharedWrite(key, stale, 0, time.millis(), false));
            time.advance(Duration.ofSeconds(2));
            assertThat(a.compareAndSet(key, Gate.ABSENT, entries.tagged(key, 51)))
                    .isTrue();
        }
    }

    @Nested
    class Leases {

        @Test
        void goToOneNodeAndRunOut() {
            LeasedRead first = a.getOrLease(key, 0, LEASE);
            LeasedRead second = b.getOrLease(key, 0, LEASE);
            assertThat(first.lease()).isNotZero();
            assertThat(second.lease()).isZero();
            assertThat(second.retryAfter()).isPositive();

            time.advance(LEASE);
            assertThat(store.isLeased(key)).isFalse();
            LeasedRead third = b.getOrLease(key, 0, LEASE);
            assertThat(a.fill(key, entries.tagged(key, 1), first.lease())).isFalse();
            assertThat(b.fill(key, entries.tagged(key, 2), third.lease())).isTrue();
            assertThat(a.getOrLease(key, 0, LEASE).entry().tag()).isEqualTo(2);
            assertThat(heardByA).isEmpty();
        }

        @Test
        void areGivenBackAfterAFailedLoad() {
            long lease = a.getOrLease(key, 0, LEASE).lease();
            store.down();
            a.release(key, lease);
            store.up();
            assertThat(store.isLeased(key)).isTrue();
            a.release(key, lease);
            assertThat(b.getOrLease(key, 0, LEASE).lease()).isNotZero();
        }

        @Test
        void areSweptBeforeEntries() {
            TierKey loading = new TierKey("user", "loading");
            for (int i = 0; i < 200; i++) {
                TierKey each = new TierKey("user", "k" + i);
                a.put(each, entries.of(each).build(), Gate.OPEN);
            }
            long lease = b.getOrLease(loading, 0, LEASE).lease();
            boolean[] leased = {true};
            long removed = a.sweep(Scope.region("user"), () -> {
                leased[0] &= store.isLeased(loading);
                return store.keys().size() > 100;
            });

            assertThat(leased[0]).isFalse();
            assertThat(b.fill(loading, entries.of(loading).build(), lease)).isFalse();
            assertThat(removed).isEqualTo(128);
            assertThat(a.sweep(Scope.region("user"), () -> true)).isEqualTo(72);
        }
    }

    @Nested
    class Messages {

        @Test
        void waitUntilTheTestDeliversThem() {
            store.holdMessages(b);
            a.write(write(1));
            a.write(write(2));
            a.write(write(3));
            assertThat(heardByA).hasSize(3);
            assertThat(heardByB).isEmpty();

            assertThat(store.deliverNext(b)).isTrue();
            assertThat(heardByB).containsExactly("user:1=1");
            assertThat(store.heldMessages(b)).isEqualTo(2);
            store.deliverAll(b);
            assertThat(heardByB).isEqualTo(heardByA);
            assertThat(store.deliverNext(b)).isFalse();
            a.write(write(4));
            assertThat(heardByB).endsWith("user:1=4");
        }

        @Test
        void thatWereDroppedAreLost() {
            store.dropMessages(b);
            a.write(write(1));
            store.lost(b, "silence");
            a.write(write(2));

            assertThat(heardByB).containsExactly("lost: silence", "user:1=2");
        }

        @Test
        void arriveInOneOrderEvenIfAReceiverSendsOne() {
            StandInSharedTier c = store.attach();
            List<String> heard = new ArrayList<>();
            c.coherence().start(new Receiver() {
                @Override
                public void changed(TierKey changed, long tag) {
                    heard.add("changed");
                    c.coherence().announce(Scope.ALL, Phase.RAISED);
                    heard.add("announced");
                }

                @Override
                public void barrier(Scope scope, Phase phase) {
                    heard.add(phase + " " + scope);
                }

                @Override
                public void lost(String reason) {}
            });
            a.write(write(1));
            assertThat(heard).containsExactly("changed", "announced", "RAISED every region");
            assertThat(heardByA)
                    .containsExactly("user:1=1", "RAISED every region")
                    .isEqualTo(heardByB);
        }

        @Test
        void doNotReachANodeThatHasLeft() {
            b.coherence().close();
            b.close();
            a.write(write(1));
            assertThat(heardByB).isEmpty();
        }
    }

    @Nested
    class Outages {

        @Test
        void doNothingAndSaySo() {
            store.down();
            assertThatThrownBy(() -> a.write(write(1)))
                    .isInstanceOfSatisfying(
                            TierUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isFalse());
            store.up();
            assertThat(a.get(key)).isNull();
            assertThat(heardByA).containsExactly("lost: reconnected");
        }

        @Test
        void thatLoseAnswersHaveDoneTheWork() {
            store.loseAnswers(1);
            assertThatThrownBy(() -> a.write(write(1)))
                    .isInstanceOfSatisfying(
                            TierUnavailableException.class,
                            e -> assertThat(e.outcomeUnknown()).isTrue());
            assertThat(a.get(key).tag()).isEqualTo(1);
            assertThat(heardByB).containsExactly("user:1=1");
        }

        @Test
        void areSeenByAReaderThatAsksWhetherItIsCurrent() {
            assertThat(a.coherence().isCurrent(time.nanos())).isTrue();
            a.setCurrent(false);
            assertThat(a.coherence().isCurrent(time.nanos())).isFalse();
            assertThat(b.coherence().isCurrent(time.nanos())).isTrue();
        }

        @Test
        void pauseAtOneOperation() {
            Pause pause = a.faults().pauseAfter(Operation.WRITE, key);
            Running<WriteResult> writing = ConcurrentRun.start(() -> a.write(write(1)));
            pause.awaitReached();
            assertThat(b.get(key).tag()).isEqualTo(1);
            pause.release();
            assertThat(writing.result()).isEqualTo(WriteResult.DONE);
            assertThat(a.faults().calls(Operation.WRITE)).isEqualTo(1);
        }
    }
}
