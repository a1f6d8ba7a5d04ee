package dev.terrace.cache.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.SharedStore;
import dev.terrace.cache.tier.Entry;
import dev.terrace.cache.tier.EntryFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.crac.Context;
import org.crac.Resource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("R11: entries carry the hashes of their labels, and no two processes share tags")
class Rule11LabelsAndTagsTest {

    private final FakeTime time = new FakeTime();
    private final SharedStore store = new SharedStore(time);

    @Test
    void theHeaderCarriesTheLabelsThroughEveryTier() {
        try (Node node = Node.on(store, time).start();
                Node other = Node.on(store, time).start()) {
            node.cache.set("a", "value", Node.HOUR, "l", "m");
            Entry stored = Objects.requireNonNull(store.peek(Node.A));
            assertThat(stored.hasLabel(EntryFormat.labelHash("l"))).isTrue();
            assertThat(stored.hasLabel(EntryFormat.labelHash("m"))).isTrue();
            other.cache.get("a");
            assertThat(Objects.requireNonNull(other.memory().peek("a")).hasLabel(EntryFormat.labelHash("l")))
                    .isTrue();
            assertThat(other.cache.invalidateLabel("l")).isEqualTo(1);
            node.workers.runAll();
            assertThat(node.cache.get("a")).isNull();
        }
    }

    @Test
    void aRestoredProcessDrawsNewTagsAndDistrustsWhatItHeld() {
        try (Node node = Node.on(store, time).start()) {
            node.cache.set("a", "value");
            long before = node.parts().shared().tags().next();
            FakeContext context = new FakeContext();
            Object held = Restores.Listener.register(context, node.parts().shared()::restored);
            context.restore();
            assertThat(held).isNotNull();
            assertThat(Math.abs(node.parts().shared().tags().next() - before))
                    .as("the next of the same sequence would be 1 away")
                    .isGreaterThan(1_000_000L);
            node.onShared().resetCalls();
            assertThat(node.cache.get("a")).isEqualTo("value");
            assertThat(node.onShared().calls(Operation.GET)).isEqualTo(1);
        }
    }

    @Test
    void withoutSnapshotsListeningDoesNothing() {
        assertThat(Restores.listen(() -> {
                    throw new AssertionError("nothing was restored");
                }))
                .isNotNull();
    }

    /** What the JVM does at a restore. */
    private static final class FakeContext extends Context<Resource> {

        private final List<Resource> resources = new ArrayList<>();

        @Override
        public void register(Resource resource) {
            resources.add(resource);
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {}

        @Override
        public void afterRestore(Context<? extends Resource> context) {}

        void restore() {
            for (Resource resource : resources) {
                try {
                    resource.beforeCheckpoint(this);
                    resource.afterRestore(this);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }
}
