package dev.terrace.cache.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.Gate;
import dev.terrace.cache.tier.Scan;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.Tier;
import dev.terrace.cache.tier.TierKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The beginning and the end of a tier. */
interface LifecycleRules extends TierRules {

    @Test
    default void theNameIsOneLowerCaseWord() throws Exception {
        Tier fresh = another();
        String before = fresh.name();
        open(fresh);

        assertThat(before).matches("[a-z][a-z0-9]*");
        assertThat(fresh.name()).isEqualTo(before);
    }

    @Test
    default void aClosedTierSaysSo() {
        TierKey key = key("a");
        Entry entry = newEntry(key);
        tier().put(key, entry, Gate.OPEN);
        tier().close();

        Map<String, ThrowingCallable> calls = Map.of(
                "get", () -> tier().get(key),
                "getAll", () -> tier().getAll(List.of(key)),
                "put", () -> tier().put(key, entry, Gate.OPEN),
                "putAll", () -> tier().putAll(List.of(new Tier.Put(key, entry, Gate.OPEN))),
                "remove", () -> tier().remove(key, Gate.OPEN),
                "scan", () -> tier().scan(Scope.ALL),
                "size", () -> tier().size());
        calls.forEach((name, call) ->
                assertThatIllegalStateException().as("%s after close", name).isThrownBy(call));
    }

    @Test
    default void closeTwiceIsCloseOnce() {
        tier().close();
        tier().close();
    }

    @Test
    default void anOpenScanDoesNotKeepTheTierFromClosing() {
        tier().put(key("a"), newEntry(key("a")), Gate.OPEN);
        Scan scan = tier().scan(Scope.ALL);

        ConcurrentRun.start(() -> {
                    tier().close();
                    return "closed";
                })
                .result();
        scan.close();
    }

    @Test
    default void noThreadOutlivesTheTier() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Tier fresh = open(another());
        TierKey key = key("a");
        fresh.put(key, newEntry(key), Gate.OPEN);
        fresh.get(key);
        fresh.close();

        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (!before.contains(thread) && isOfTheTier(thread)) {
                thread.join(TimeUnit.SECONDS.toMillis(THREAD_END_SECONDS));
                assertThat(thread.isAlive())
                        .as("thread %s lives after close", thread)
                        .isFalse();
            }
        }
    }

    /** How long a thread may take to end after close. */
    int THREAD_END_SECONDS = 3;

    @Test
    default void whatWasStoredIsThereAfterARestart() throws Exception {
        assumeTrue(traits().survivesRestart(), "the tier forgets at close");
        TierKey kept = key("kept");
        TierKey removed = key("removed");
        Entry entry = entries().of(kept).stamp(5, 7).payload(3_000).build();
        tier().put(kept, entry, Gate.OPEN);
        tier().put(removed, newEntry(removed), Gate.OPEN);
        tier().remove(removed, Gate.OPEN);

        Tier after = restart();

        Entry read = after.get(kept);
        assertThat(read).as("entry after a restart").isNotNull();
        assertThat(read.bytes()).isEqualTo(entry.bytes());
        assertThat(read.position()).isEqualTo(entry.position());
        assertThat(read.epoch()).isEqualTo(entry.epoch());
        assertThat(after.get(removed)).as("entry removed before a restart").isNull();
    }
}
