package dev.terrace.cache.testkit;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierContext;
import dev.terrace.cache.tier.TierKey;
import dev.terrace.cache.tier.TierSize;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tier that breaks one rule, and the test of the contract that must notice. */
@SuppressWarnings("ImmutableEnumChecker") // the suppliers are lambdas without state
enum Mutant {
    PUT_ASKS_THE_GATE_OUTSIDE_THE_ATOMIC_STEP(
            "aRemoveDoesNotOvertakeAPutThatHasAskedItsGate", BrokenTier::askingTooSoon),
    TWO_PUTS_BOTH_COME_FIRST("aPutDoesNotOvertakeAPutThatHasAskedItsGate", BrokenTier::askingTooSoon),
    REMOVE_ASKS_THE_GATE_OUTSIDE_THE_ATOMIC_STEP(
            "aPutDoesNotOvertakeARemoveThatHasAskedItsGate", () -> new BrokenTier() {
                @Override
                public boolean remove(TierKey key, Gate gate) {
                    return gate.permits(presentTag(key)) && super.remove(key, Gate.OPEN);
                }
            }),
    SCAN_REMOVES_OUTSIDE_THE_ATOMIC_STEP("aPutDoesNotOvertakeAScanThatRemoves", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return scanning(scope, (scan, visitor) -> {
                List<TierKey> keys = new ArrayList<>();
                boolean more = scan.step(entry -> {
                    keys.add(entry.key());
                    return Scan.Verdict.KEEP;
                });
                for (TierKey key : keys) {
                    Entry entry = sound.get(key);
                    if (entry != null && visitor.visit(Scan.Scanned.of(key, entry)) == Scan.Verdict.REMOVE) {
                        sound.remove(key, Gate.OPEN);
                    }
                }
                return more;
            });
        }
    }),
    READS_THROUGH_AN_OLD_COPY("removeSaysWhetherSomethingWasThere", () -> new BrokenTier() {
        private final Map<TierKey, Entry> copies = new ConcurrentHashMap<>();

        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            PutResult result = super.put(key, entry, gate);
            if (result == PutResult.STORED) {
                copies.put(key, entry);
            }
            return result;
        }

        @Override
        public @Nullable Entry get(TierKey key) {
            return copies.getOrDefault(key, sound.get(key));
        }
    }),
    STORES_LATE_WHAT_WAS_REMOVED("aPutWhoseGateClosedBeforeARemoveReturnedNeverStores", () -> new BrokenTier() {
        private volatile @Nullable Entry late;

        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            late = entry;
            return super.put(key, entry, gate);
        }

        @Override
        public boolean remove(TierKey key, Gate gate) {
            boolean removed = super.remove(key, gate);
            Entry last = late;
            if (last != null && removed) {
                sound.put(key, last, Gate.OPEN);
            }
            return removed;
        }
    }),
    BRINGS_BACK_WHAT_WAS_OVERWRITTEN("randomOperationsAgreeWithAModel", () -> new BrokenTier() {
        private final Map<TierKey, Entry> first = new ConcurrentHashMap<>();

        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            PutResult result = super.put(key, entry, gate);
            if (result == PutResult.STORED) {
                first.putIfAbsent(key, entry);
            }
            return result;
        }

        @Override
        public @Nullable Entry get(TierKey key) {
            Entry found = sound.get(key);
            return found == null || found.tag() % 7 != 0 ? found : first.get(key);
        }
    }),
    IGNORES_THE_GATE("aClosedGateLeavesThingsAsTheyAre", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            return super.put(key, entry, Gate.OPEN);
        }
    }),
    TELLS_THE_GATE_NOTHING("theGateIsToldWhatIsStored", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            return super.put(key, entry, presentTag -> gate.permits(Gate.ABSENT));
        }
    }),
    REMOVE_ASKS_ONLY_WHEN_SOMETHING_IS_THERE("removeAsksTheGateEvenWhenNothingIsStored", () -> new BrokenTier() {
        @Override
        public boolean remove(TierKey key, Gate gate) {
            return super.remove(key, presentTag -> presentTag != Gate.ABSENT && gate.permits(presentTag));
        }
    }),
    TELLS_THE_TAG_OF_A_DEAD_ENTRY("anEntryPastItsStaleTimeCountsAsAbsent", () -> new BrokenTier() {
        @Override
        public void start(TierContext context) {
            super.start(new TierContext(new FakeTime(0), context.executor()));
        }
    }),
    LOOKS_AT_THE_CLOCK_ONLY_ONCE("anEntryThatGrowsOldCountsAsAbsentInTheEnd", () -> new BrokenTier() {
        @Override
        public void start(TierContext context) {
            super.start(new TierContext(new FakeTime(context.time().millis()), context.executor()));
        }
    }),
    TAKES_EXPIRED_FOR_DEAD("anExpiredEntryCountsUntilItsStaleTimeEnds", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            Entry present = sound.get(key);
            boolean expired = present != null && present.expiresAt() < FakeTime.START.toEpochMilli();
            return super.put(key, entry, presentTag -> gate.permits(expired ? Gate.ABSENT : presentTag));
        }
    }),
    ALWAYS_SAYS_REMOVED("nothingIsStoredAtFirst", () -> new BrokenTier() {
        @Override
        public boolean remove(TierKey key, Gate gate) {
            super.remove(key, gate);
            return true;
        }
    }),
    FORGETS_THE_EPOCH("positionAndEpochComeBack", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            return super.put(key, entry.stamped(entry.position(), 0), gate);
        }
    }),
    FORGETS_THE_POSITION("positionAndEpochComeBack", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            return super.put(key, entry.stamped(0, entry.epoch()), gate);
        }
    }),
    LOSES_LARGE_PAYLOADS("payloadsOfEverySizeComeBack", () -> new BrokenTier() {
        @Override
        public @Nullable Entry get(TierKey key) {
            Entry found = sound.get(key);
            return found == null || found.payloadLength() > 65_535 ? null : found;
        }
    }),
    LOSES_WHAT_HAS_NO_VALUE("entriesOfEveryKindComeBack", () -> new BrokenTier() {
        @Override
        public @Nullable Entry get(TierKey key) {
            Entry found = sound.get(key);
            return found == null || found.isNegative() ? null : found;
        }
    }),
    KEEPS_THE_FIRST_PUT("theLastPutCounts", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            Entry kept = Objects.requireNonNullElse(sound.get(key), entry);
            return super.put(key, kept, gate);
        }
    }),
    CONFUSES_KEYS("keysOfEveryShapeAreToldApart", () -> new BrokenTier() {
        @Override
        public @Nullable Entry get(TierKey key) {
            return sound.get(new TierKey(key.region(), key.key().toLowerCase(Locale.ROOT)));
        }
    }),
    BATCH_READ_STOPS_AT_A_HOLE("aBatchReadLeavesOutWhatIsNotStored", () -> new BrokenTier() {
        @Override
        public Map<TierKey, Entry> getAll(Collection<TierKey> keys) {
            Map<TierKey, Entry> found = super.getAll(keys);
            return found.size() == keys.size() ? found : Map.of();
        }
    }),
    BATCH_WRITE_ANSWERS_BACKWARDS("aBatchWriteAnswersInItsOrder", () -> new BrokenTier() {
        @Override
        public List<PutResult> putAll(List<Put> puts) {
            List<PutResult> results = new ArrayList<>(super.putAll(puts));
            Collections.reverse(results);
            return results;
        }
    }),
    REFUSES_AND_KEEPS_THE_OLD("aRefusedPutLeavesNothingBehind", () -> new BrokenTier() {
        @Override
        public PutResult put(TierKey key, Entry entry, Gate gate) {
            return entry.payloadLength() < LIMIT ? super.put(key, entry, gate) : PutResult.REFUSED;
        }
    }),
    NEVER_COUNTS_DOWN("theSizeIsPlausible", () -> new BrokenTier() {
        private long most;

        @Override
        public TierSize size() {
            TierSize size = super.size();
            most = Math.max(most, size.entries());
            return new TierSize(most, 0, size.bytes(), size.maximumBytes(), false);
        }
    }),
    SCAN_IGNORES_THE_SCOPE("aScanVisitsWhatIsInItsScopeAndNothingElse", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return super.scan(Scope.ALL);
        }
    }),
    SCAN_IGNORES_LABELS("aScanVisitsWhatIsInItsScopeAndNothingElse", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return super.scan(new Scope(scope.region(), scope.glob(), null));
        }
    }),
    SCAN_IS_THROUGH_AT_ONCE("theProgressOfAScanNeverFalls", BrokenTier::throughAtOnce),
    SCAN_SHOWS_NO_LABELS("aScanShowsTheHeader", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return scanning(
                    scope,
                    (scan, visitor) -> scan.step(seen -> {
                        Entry entry =
                                Objects.requireNonNull(new Entries(new FakeTime()).tagged(seen.key(), seen.tag()));
                        return visitor.visit(Scan.Scanned.of(seen.key(), entry));
                    }));
        }
    }),
    SCAN_KEEPS_EVERYTHING("whatTheVisitorGivesUpIsRemovedAndTheRestStays", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return scanning(
                    scope,
                    (scan, visitor) -> scan.step(entry -> {
                        visitor.visit(entry);
                        return Scan.Verdict.KEEP;
                    }));
        }
    }),
    SCAN_TAKES_ONE_LONG_STEP("aStepIsBounded", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            return scanning(scope, (scan, visitor) -> {
                while (scan.step(visitor)) {
                    Thread.onSpinWait();
                }
                return false;
            });
        }
    }),
    SCAN_ENDS_EARLY("aScanVisitsWhatStaysWhileOthersComeAndGo", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            int[] steps = {0};
            return scanning(scope, (scan, visitor) -> scan.step(visitor) && ++steps[0] < 20);
        }
    }),
    SCAN_PUTS_BACK_WHAT_IT_SAW("whatIsRemovedDuringAScanStaysRemoved", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            Map<TierKey, Entry> seen = new ConcurrentHashMap<>();
            return scanning(scope, (scan, visitor) -> {
                seen.forEach((key, entry) -> sound.put(key, entry, Gate.OPEN));
                return scan.step(entry -> {
                    seen.put(entry.key(), new Entries(new FakeTime()).tagged(entry.key(), entry.tag()));
                    return visitor.visit(entry);
                });
            });
        }
    }),
    A_SCAN_CLOSES_ONLY_ONCE("aScanMayBeGivenUpAtAnyTime", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            Scan scan = super.scan(scope);
            return new Scan() {
                private boolean closed;

                @Override
                public boolean step(Visitor visitor) {
                    return scan.step(visitor);
                }

                @Override
                public void close() {
                    if (closed) {
                        throw new IllegalStateException("closed twice");
                    }
                    closed = true;
                }
            };
        }
    }),
    SCAN_SHOWS_WHAT_IS_NOT_THERE("aScanOfNothingEnds", () -> new BrokenTier() {
        @Override
        public Scan scan(Scope scope) {
            TierKey ghost = new TierKey("user", "ghost");
            return scanning(scope, (scan, visitor) -> {
                visitor.visit(Scan.Scanned.of(ghost, new Entries(new FakeTime()).tagged(ghost, 1)));
                return scan.step(visitor);
            });
        }
    }),
    AN_OPEN_SCAN_KEEPS_IT_OPEN("anOpenScanDoesNotKeepTheTierFromClosing", () -> new BrokenTier() {
        private boolean scanned;

        @Override
        public Scan scan(Scope scope) {
            scanned = true;
            return super.scan(scope);
        }

        @Override
        public void close() {
            if (scanned) {
                scanned = false;
                throw new IllegalStateException("a scan is open");
            }
            super.close();
        }
    }),
    FORGETS_EVERYTHING_AT_A_RESTART("whatWasStoredIsThereAfterARestart", () -> new BrokenTier() {
        @Override
        Tier reopened() {
            return new BrokenTier();
        }
    }),
    GOES_ON_AFTER_CLOSE("aClosedTierSaysSo", () -> new BrokenTier() {
        @Override
        public void close() {}
    }),
    CLOSES_ONLY_ONCE("closeTwiceIsCloseOnce", () -> new BrokenTier() {
        private boolean closed;

        @Override
        public void close() {
            super.close();
            if (closed) {
                throw new IllegalStateException("closed twice");
            }
            closed = true;
        }
    }),
    LEAVES_A_THREAD("noThreadOutlivesTheTier", () -> new BrokenTier() {
        @Override
        public void start(TierContext context) {
            super.start(context);
            CountDownLatch never = new CountDownLatch(1);
            ConcurrentRun.start(() -> {
                never.await();
                return "never";
            });
        }
    }),
    HAS_A_LONG_NAME("theNameIsOneLowerCaseWord", () -> new BrokenTier() {
        @Override
        public String name() {
            return "Broken Tier";
        }
    });

    private final String caughtBy;
    private final Supplier<Tier> tier;

    Mutant(String caughtBy, Supplier<Tier> tier) {
        this.caughtBy = caughtBy;
        this.tier = tier;
    }

    /** The method of the contract that fails; others may fail too. */
    String caughtBy() {
        return caughtBy;
    }

    Tier newTier() {
        return tier.get();
    }
}
