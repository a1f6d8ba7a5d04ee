package dev.terrace.cache.engine;

import dev.terrace.cache.testkit.Operation;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ways in which the key {@code a}, which holds {@code old} with the label {@code l}, is changed. */
enum RuleChange {
    SET("new", Operation.PUT) {
        @Override
        void apply(Node node, Node other) {
            node.cache.set("a", "new");
        }
    },
    SET_ALL("new", Operation.PUT_ALL) {
        @Override
        void apply(Node node, Node other) {
            node.cache.setAll(Map.of("a", "new"));
        }
    },
    DELETE(null, Operation.REMOVE) {
        @Override
        void apply(Node node, Node other) {
            node.cache.delete("a");
        }
    },
    DELETE_ALL(null, Operation.REMOVE) {
        @Override
        void apply(Node node, Node other) {
            node.cache.deleteAll(List.of("a"));
        }
    },
    CLEAR(null, Operation.STEP) {
        @Override
        void apply(Node node, Node other) {
            node.cache.clear();
        }
    },
    INVALIDATE(null, Operation.STEP) {
        @Override
        void apply(Node node, Node other) {
            node.cache.invalidate("a*");
        }
    },
    INVALIDATE_LABEL(null, Operation.STEP) {
        @Override
        void apply(Node node, Node other) {
            node.cache.invalidateLabel("l");
        }
    },
    INVALIDATE_OVER_REGIONS(null, Operation.STEP) {
        @Override
        void apply(Node node, Node other) {
            node.manager.invalidate("r:*");
        }
    },
    REMOTE_SET("new", Operation.REMOVE) {
        @Override
        void apply(Node node, Node other) {
            other.cache.set("a", "new");
        }
    },
    REMOTE_DELETE(null, Operation.REMOVE) {
        @Override
        void apply(Node node, Node other) {
            other.cache.delete("a");
        }
    },
    REMOTE_CLEAR(null, Operation.STEP) {
        @Override
        void apply(Node node, Node other) {
            other.cache.clear();
            node.workers.runAll();
        }
    };

    /** What the key holds afterwards. */
    final @Nullable String after;

    /** The call of the node's disk by which the change reaches it. */
    final Operation onDisk;

    RuleChange(@Nullable String after, Operation onDisk) {
        this.after = after;
        this.onDisk = onDisk;
    }

    abstract void apply(Node node, Node other);

    /** Returns true if another node makes it. */
    boolean isRemote() {
        return name().startsWith("REMOTE");
    }

    /** Returns true if the change removes by a barrier: what begins after it was raised is newer than it. */
    boolean isBarrier() {
        return onDisk == Operation.STEP;
    }
}
