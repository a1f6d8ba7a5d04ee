package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.PutResult;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many threads at once. The first five play one interleaving each, the others look for more. */
interface RaceRules extends TierRules {

    /** Threads of the random tests. */
    int THREADS = 4;

    @Test
    default void aRemoveDoesNotOvertakeAPutThatHasAskedItsGate() {
        assumeAtomic();
        TierKey key = key("a");
        AtomicLong fence = new AtomicLong();
        Overtaking<Boolean> remove = new Overtaking<>(() -> {
            fence.incrementAndGet();
            return tier().remove(key, Gate.OPEN);
        });

        tier().put(key, newEntry(key), presentTag -> leaveRoom(fence.get() == 0, remove));
        remove.result();

        assertThat(tier().get(key))
                .as("an entry removed after its gate was asked")
                .isNull();
    }

    @Test
    default void aPutDoesNotOvertakeAPutThatHasAskedItsGate() {
        assumeAtomic();
        TierKey key = key("a");
        Gate onlyFirst = presentTag -> presentTag == Gate.ABSENT;
        Overtaking<PutResult> second = new Overtaking<>(() -> tier().put(key, newEntry(key), onlyFirst));

        PutResult first =
                tier().put(key, newEntry(key), presentTag -> leaveRoom(onlyFirst.permits(presentTag), second));

        assertThat(List.of(first, second.result()))
                .as("two puts that each want to be the first")
                .containsExactlyInAnyOrder(PutResult.STORED, PutResult.GATE_CLOSED);
    }

    @Test
    default void aPutDoesNotOvertakeARemoveThatHasAskedItsGate() {
        assumeAtomic();
        TierKey key = key("a");
        Entry old = newEntry(key);
        Entry written = newEntry(key);
        tier().put(key, old, Gate.OPEN);
        Overtaking<PutResult> put = new Overtaking<>(() -> tier().put(key, written, Gate.OPEN));

        tier().remove(key, presentTag -> leaveRoom(presentTag == old.tag(), put));
        put.result();

        assertThat(tier().get(key))
                .as("an entry put after the gate of a remove")
                .isNotNull();
    }

    @Test
    default void aPutDoesNotOvertakeAScanThatRemoves() {
        assumeAtomic();
        TierKey key = key("a");
        Entry old = newEntry(key);
        Entry written = newEntry(key);
        tier().put(key, old, Gate.OPEN);
        Overtaking<PutResult> put = new Overtaking<>(() -> tier().put(key, written, Gate.OPEN));

        walk(Scope.region(REGION), entry -> {
            boolean isOld = entry.tag() == old.tag();
            return leaveRoom(isOld, put) ? Scan.Verdict.REMOVE : Scan.Verdict.KEEP;
        });
        put.result();

        assertThat(tier().get(key))
                .as("an entry put after the visit of the old one")
                .isNotNull();
    }

    private static boolean leaveRoom(boolean answer, Overtaking<?> other) {
        other.leaveRoom();
        return answer;
    }

    @Test
    default void aPutWhoseGateClosedBeforeARemoveReturnedNeverStores() {
        assumeAtomic();
        Seeds seed = Seeds.draw("gates");
        AtomicLong fence = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        TierKey key = key("a");
        ConcurrentRun.of(
                        THREADS,
                        thread -> thread == 0
                                ? () -> removeAndLook(key, fence, over)
                                : () -> putUntil(over, key, fence, seed.random(thread)))
                .results();
    }

    private String removeAndLook(TierKey key, AtomicLong fence, AtomicBoolean over) {
        try {
            for (int round = 0; round < 500; round++) {
                waitForAPut(key);
                fence.incrementAndGet();
                tier().remove(key, Gate.OPEN);
                Entry entry = tier().get(key);
                long storedAt = entry == null ? fence.get() : entry.createdAt();
                assertThat(storedAt).as("fence of what is found after remove").isEqualTo(fence.get());
            }
        } finally {
            over.set(true);
        }
        return "done";
    }

    /** A removal that finds nothing shows nothing. A tier that drops entries at once is given up on after a while. */
    @SuppressWarnings("ThreadPriorityCheck") // gives way to the putters where there are fewer processors than threads
    private void waitForAPut(TierKey key) {
        for (int turn = 0; turn < 10_000 && tier().get(key) == null; turn++) {
            Thread.yield();
        }
    }

    private String putUntil(AtomicBoolean over, TierKey key, AtomicLong fence, Random random) {
        while (!over.get()) {
            long noted = fence.get();
            Entry entry = new Entries(new FakeTime(noted))
                    .of(key)
                    .tag(1 + random.nextInt(9))
                    .forever()
                    .build();
            tier().put(key, entry, presentTag -> fence.get() == noted);
        }
        return "done";
    }

    @Test
    default void randomOperationsAgreeWithAModel() {
        Seeds seed = Seeds.draw("random operations");
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<String>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS - 1; thread++) {
            Random random = seed.random(thread);
            String prefix = "t" + thread + "-";
            calls.add(() -> operate(prefix, random, seed, over));
        }
        calls.add(() -> scanUntil(over));
        ConcurrentRun.of(calls).results();
    }

    /** Owns the keys of its prefix, so that its model is exact; entries may be dropped but never come back. */
    private String operate(String prefix, Random random, Seeds seed, AtomicBoolean over) {
        try {
            Map<TierKey, Long> model = new HashMap<>();
            for (int i = 0; i < 1_000; i++) {
                TierKey key = key(prefix + random.nextInt(20));
                change(key, random, model);
                TierKey asked = key(prefix + random.nextInt(20));
                long found = Stream.ofNullable(tier().get(asked))
                        .mapToLong(Entry::tag)
                        .sum();
                assertThat(found)
                        .as("tag of %s after %s operations, %s", asked, i, seed)
                        .isIn(Gate.ABSENT, model.getOrDefault(asked, Gate.ABSENT));
                model.put(asked, found);
            }
        } finally {
            over.set(true);
        }
        return "done";
    }

    private void change(TierKey key, Random random, Map<TierKey, Long> model) {
        switch (random.nextInt(4)) {
            case 0 -> {
                tier().remove(key, Gate.OPEN);
                model.put(key, Gate.ABSENT);
            }
            case 1 -> tier().put(key, newEntry(key), presentTag -> false);
            default -> {
                Entry entry = entries().of(key).payload(random.nextInt(2_000)).build();
                tier().put(key, entry, Gate.OPEN);
                model.put(key, entry.tag());
            }
        }
    }

    private String scanUntil(AtomicBoolean over) {
        while (!over.get()) {
            walk(Scope.region(REGION), entry -> Scan.Verdict.KEEP);
        }
        return "done";
    }

    private void assumeAtomic() {
        assumeFalse(traits().shared(), "a shared tier asks the gate just before it sends");
    }
}
