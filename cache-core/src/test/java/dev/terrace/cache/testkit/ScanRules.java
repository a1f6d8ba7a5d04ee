package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scan.Verdict;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Walks over what is stored. */
interface ScanRules extends TierRules {

    /** Entries of the tests that walk far. */
    int MANY = 3_000;

    @Test
    default void aScanOfNothingEnds() {
        assertThat(walk(Scope.ALL, entry -> Verdict.KEEP)).isEmpty();
    }

    @Test
    default void aScanVisitsWhatIsInItsScopeAndNothingElse() {
        Map<TierKey, Entry> stored = storeOfEveryKind();
        long red = EntryFormat.labelHash("red");
        List<Scope> scopes = List.of(
                Scope.ALL,
                Scope.region(REGION),
                Scope.region("none"),
                new Scope(REGION, Glob.compile("*"), null),
                new Scope(REGION, Glob.compile("a*"), null),
                new Scope(REGION, Glob.compile("?"), null),
                new Scope(REGION, Glob.compile("[a-b]\\*"), null),
                new Scope(REGION, Glob.compile("\\[x\\]"), null),
                new Scope(REGION, Glob.compile("b"), null),
                new Scope(null, Glob.compile("user*:a"), null),
                new Scope(null, Glob.compile("*é*"), null),
                new Scope(null, null, red),
                new Scope(REGION, null, red),
                new Scope(REGION, Glob.compile("a*"), red),
                new Scope(null, null, EntryFormat.labelHash("none")));
        for (Scope scope : scopes) {
            Set<TierKey> inside = new HashSet<>(stored.keySet());
            inside.removeIf(key -> !scope.matches(key, stored.get(key)));
            assertThat(new HashSet<>(walk(scope, entry -> Verdict.KEEP)))
                    .as("scope %s", scope)
                    .isEqualTo(inside);
        }
    }

    private Map<TierKey, Entry> storeOfEveryKind() {
        Map<TierKey, Entry> stored = new HashMap<>();
        for (String region : List.of(REGION, "users", "use", "é")) {
            for (String name : List.of("a", "b", "ab", "a*", "b*", "[x]", "?", "\\", "a:b", "é", "漢", "aé")) {
                TierKey key = new TierKey(region, name);
                String[] labels = name.startsWith("a") ? new String[] {"blue", "red"} : new String[] {"blue"};
                Entry entry = entries().of(key).labels(labels).build();
                tier().put(key, entry, Gate.OPEN);
                stored.put(key, entry);
            }
        }
        return stored;
    }

    @Test
    default void theProgressOfAScanNeverFalls() {
        storeOfEveryKind();
        try (Scan scan = tier().scan(Scope.region(REGION))) {
            double before = scan.progress();
            assertThat(before).isZero();
            while (scan.step(entry -> Verdict.KEEP)) {
                assertThat(scan.progress()).isBetween(before, 1.0);
                before = scan.progress();
            }
        }
    }

    @Test
    default void aScanShowsTheHeader() {
        TierKey key = key("a");
        Entry entry = entries()
                .of(key)
                .labels("red", "blue")
                .lives(Duration.ofMinutes(3))
                .staleFor(Duration.ofMinutes(4))
                .stamp(9, 2)
                .payload(777)
                .build();
        tier().put(key, entry, Gate.OPEN);

        AtomicInteger visits = new AtomicInteger();
        walk(Scope.ALL, seen -> {
            visits.incrementAndGet();
            assertThat(seen.key()).isEqualTo(key);
            assertThat(seen.tag()).as("tag").isEqualTo(entry.tag());
            assertThat(seen.expiresAt()).as("expiresAt").isEqualTo(entry.expiresAt());
            assertThat(seen.staleUntil()).as("staleUntil").isEqualTo(entry.staleUntil());
            assertThat(seen.position()).as("position").isEqualTo(traits().shared() ? 0 : entry.position());
            assertThat(seen.bytes()).as("bytes").isGreaterThanOrEqualTo(key.utf8().length + entry.bytes().length);
            assertThat(seen.hasLabel(EntryFormat.labelHash("red")))
                    .as("label red")
                    .isTrue();
            assertThat(seen.hasLabel(EntryFormat.labelHash("green")))
                    .as("label green")
                    .isFalse();
            return Verdict.KEEP;
        });
        assertThat(visits).hasPositiveValue();
    }

    @Test
    default void whatTheVisitorGivesUpIsRemovedAndTheRestStays() {
        storeMany();
        walk(Scope.region(REGION), entry -> isEven(entry.key()) ? Verdict.REMOVE : Verdict.KEEP);

        for (int i = 0; i < MANY; i++) {
            TierKey key = key("k" + i);
            assertThat(tier().get(key) == null).as("%s is gone", key).isEqualTo(isEven(key));
        }
        assertThat(walk(Scope.region(REGION), entry -> Verdict.KEEP)).noneMatch(ScanRules::isEven);
    }

    @Test
    default void aStepIsBounded() {
        storeMany();
        AtomicInteger visited = new AtomicInteger();
        boolean more = true;
        try (Scan scan = tier().scan(Scope.ALL)) {
            while (more) {
                visited.set(0);
                more = scan.step(entry -> {
                    visited.incrementAndGet();
                    return Verdict.KEEP;
                });
                assertThat(visited.get()).as("entries in one step").isLessThanOrEqualTo(traits().longestStep());
            }
            assertThat(scan.step(entry -> Verdict.KEEP))
                    .as("a step after the end")
                    .isFalse();
        }
    }

    @Test
    default void aScanVisitsWhatStaysWhileOthersComeAndGo() {
        storeMany();
        AtomicBoolean over = new AtomicBoolean();
        Running<String> others = ConcurrentRun.start(() -> {
            for (int i = 0; !over.get(); i = (i + 1) % MANY) {
                TierKey passing = key("passing" + i);
                tier().put(passing, newEntry(passing), Gate.OPEN);
                tier().remove(key("passing" + (i + MANY / 2) % MANY), Gate.OPEN);
            }
            return "done";
        });
        try {
            for (int round = 0; round < 3; round++) {
                Set<TierKey> visited = new HashSet<>(walk(Scope.region(REGION), entry -> Verdict.KEEP));
                for (int i = 0; i < MANY; i++) {
                    assertThat(visited.contains(key("k" + i)))
                            .as("k%s visited", i)
                            .isTrue();
                }
            }
        } finally {
            over.set(true);
        }
        others.result();
    }

    @Test
    default void whatIsRemovedDuringAScanStaysRemoved() {
        storeMany();
        try (Scan scan = tier().scan(Scope.region(REGION))) {
            scan.step(entry -> Verdict.KEEP);
            for (int i = 0; i < MANY; i++) {
                tier().remove(key("k" + i), Gate.OPEN);
            }
            for (int steps = 0; steps < ENDLESS && scan.step(entry -> Verdict.KEEP); steps++) {
                assertThat(steps).as("steps").isLessThan(ENDLESS - 1);
            }
        }
        assertThat(walk(Scope.region(REGION), entry -> Verdict.KEEP)).isEmpty();
        assertThat(tier().get(key("k0"))).isNull();
    }

    @Test
    default void aScanMayBeGivenUpAtAnyTime() {
        storeMany();
        tier().scan(Scope.ALL).close();
        Scan scan = tier().scan(Scope.ALL);
        scan.step(entry -> Verdict.KEEP);
        scan.close();
        scan.close();

        assertThat(tier().remove(key("k0"), Gate.OPEN)).isTrue();
    }

    private void storeMany() {
        for (int i = 0; i < MANY; i++) {
            tier().put(key("k" + i), newEntry(key("k" + i)), Gate.OPEN);
        }
    }

    private static boolean isEven(TierKey key) {
        return (key.key().charAt(key.key().length() - 1) - '0') % 2 == 0;
    }
}
