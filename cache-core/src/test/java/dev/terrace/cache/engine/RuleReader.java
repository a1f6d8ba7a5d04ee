package dev.terrace.cache.engine;

import dev.terrace.cache.extension.FillOrder;
import dev.terrace.cache.memory.MemoryEntry;
import dev.terrace.cache.policy.LoadPolicy;
import dev.terrace.cache.policy.Promotion;
import dev.terrace.cache.policy.RegionSettings;
import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.Operation;
import dev.terrace.cache.testkit.Pause;
import dev.terrace.cache.testkit.Running;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** The ways in which {@code old} can be on its way to a tier while the key {@code a} is changed. */
enum RuleReader {
    GET_FROM_DISK {
        @Override
        void prepare(Node node) {
            node.forgetInMemory();
        }

        @Override
        Runnable start(Node node) {
            return paused(node.onDisk().pauseAfter(Operation.GET, Node.A), () -> node.cache.get("a"));
        }
    },
    GET_FROM_SHARED {
        @Override
        void prepare(Node node) {
            node.forgetHere();
        }

        @Override
        Runnable start(Node node) {
            return paused(node.onShared().pauseAfter(Operation.GET, Node.A), () -> node.cache.get("a"));
        }
    },
    GET_ALL_FROM_DISK {
        @Override
        void prepare(Node node) {
            node.forgetInMemory();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onDisk().pauseAfter(Operation.GET_ALL, Node.A),
                    () -> node.cache.getAll(List.of("a")).values());
        }
    },
    GET_ALL_FROM_SHARED {
        @Override
        void prepare(Node node) {
            node.forgetHere();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onShared().pauseAfter(Operation.GET_ALL, Node.A),
                    () -> node.cache.getAll(List.of("a")).values());
        }
    },
    LOAD {
        @Override
        void prepare(Node node) {
            node.cache.delete("a");
        }

        @Override
        Runnable start(Node node) {
            Pause pause = new Pause("load");
            return paused(
                    pause,
                    () -> node.cache.get("a", (key, context) -> {
                        context.labels("l");
                        pause.await();
                        return "old";
                    }));
        }
    },
    LOAD_AFTER_FILL {
        @Override
        void prepare(Node node) {
            node.cache.delete("a");
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onShared().pauseAfter(Operation.FILL, Node.A),
                    () -> node.cache.get("a", (key, context) -> {
                        context.labels("l");
                        return "old";
                    }));
        }
    },
    BATCH_LOAD {
        @Override
        void prepare(Node node) {
            node.cache.delete("a");
        }

        @Override
        Runnable start(Node node) {
            Pause pause = new Pause("batch load");
            return paused(
                    pause,
                    () -> node.cache
                            .getAll(List.of("a"), keys -> {
                                pause.await();
                                return Map.of("a", "old");
                            })
                            .values());
        }
    },
    READ_UNDER_LEASE {
        @Override
        void prepare(Node node) {
            node.forgetHere();
        }

        @Override
        Runnable start(Node node) {
            node.onShared().throwNext(Operation.GET, 1);
            return paused(
                    node.onShared().pauseAfter(Operation.GET_OR_LEASE, Node.A),
                    () -> node.cache.get("a", key -> "old"));
        }
    },
    FILL {
        @Override
        void prepare(Node node) {
            node.cache.delete("a");
        }

        @Override
        Runnable start(Node node) {
            Pause pause = new Pause("fill");
            return paused(
                    pause,
                    () -> node.host().<String>fill(Node.REGION, FillOrder.of(List.of("a")), keys -> {
                        pause.await();
                        return Map.of("a", "old");
                    }));
        }
    },
    FILL_FROM_DISK {
        @Override
        void prepare(Node node) {
            node.forgetInMemory();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onDisk().pauseAfter(Operation.GET_ALL, Node.A),
                    () -> node.host().fill(Node.REGION, FillOrder.of(List.of("a")), null));
        }
    },
    FILL_FROM_SHARED {
        @Override
        void prepare(Node node) {
            node.forgetHere();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onShared().pauseAfter(Operation.GET_ALL, Node.A),
                    () -> node.host().fill(Node.REGION, FillOrder.of(List.of("a")), null));
        }
    },
    REFRESH_AHEAD {
        @Override
        RegionSettings settings(RegionSettings region) {
            return region.loading(LoadPolicy.PLAIN.refreshAhead(0.1));
        }

        @Override
        void prepare(Node node) {
            node.time.advance(Node.HOUR.dividedBy(2));
        }

        @Override
        Runnable start(Node node) {
            Pause pause = new Pause("refresh");
            return paused(pause, () -> {
                node.cache.get("a", key -> {
                    pause.await();
                    return "old";
                });
                node.workers.runAll();
                return true;
            });
        }
    },
    PROMOTION_IN_BACKGROUND {
        @Override
        RegionSettings settings(RegionSettings region) {
            return region.placement(region.placement().promotion(Promotion.ALWAYS.inBackground()));
        }

        @Override
        void prepare(Node node) {
            node.forgetInMemory();
        }

        @Override
        Runnable start(Node node) {
            node.cache.get("a");
            return node.workers::runAll;
        }
    },
    DEMOTION {
        @Override
        RegionSettings settings(RegionSettings region) {
            return region.placement(region.placement().demotion(true));
        }

        @Override
        void prepare(Node node) {
            node.forgetOnDisk();
        }

        @Override
        Runnable start(Node node) {
            MemoryEntry<String> entry = node.memory().peek("a");
            if (entry != null) {
                node.memory().remove("a", presentTag -> true, present -> false);
                new Demoter<>(node.parts(), new Promoter<>(node.parts())).evicted("a", entry);
            }
            return node.workers::runAll;
        }
    },
    SYNC_UP {
        @Override
        void prepare(Node node) {
            node.forgetInMemory();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onDisk().pauseAfter(Operation.GET, Node.A), () -> node.manager.sync("reference", "memory"));
        }
    },
    SYNC_DOWN {
        @Override
        void prepare(Node node) {
            node.forgetOnDisk();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onDisk().pauseBefore(Operation.PUT, Node.A), () -> node.manager.sync("memory", "reference"));
        }
    },
    SYNC_TO_SHARED {
        @Override
        void prepare(Node node) {
            node.store().wipe();
        }

        @Override
        Runnable start(Node node) {
            return paused(
                    node.onShared().pauseBefore(Operation.FILL, Node.A), () -> node.manager.sync("memory", "shared"));
        }
    };

    /** Brings the tiers into the state that the reader needs. */
    abstract void prepare(Node node);

    /**
     * Starts the reader: when this returns it has read {@code old} and installed nothing, or is done.
     *
     * @return lets it finish
     */
    abstract Runnable start(Node node);

    /** Changes the settings of the region to those that make the reader happen. */
    RegionSettings settings(RegionSettings region) {
        return region;
    }

    /** Returns true if it needs no shared tier and can begin while the change waits on its way to the disk. */
    boolean canBeginAmid(RuleChange change) {
        boolean needsShared = this == GET_FROM_SHARED
                || this == GET_ALL_FROM_SHARED
                || this == LOAD_AFTER_FILL
                || this == FILL_FROM_SHARED
                || this == READ_UNDER_LEASE
                || this == SYNC_TO_SHARED;
        return !needsShared && !change.isRemote() && !(loads() && change.isBarrier());
    }

    /** Returns true if it asks the source. */
    boolean loads() {
        return this == FILL
                || this == LOAD
                || this == LOAD_AFTER_FILL
                || this == BATCH_LOAD
                || this == READ_UNDER_LEASE;
    }

    private static Runnable paused(Pause pause, Callable<?> call) {
        Running<?> running = ConcurrentRun.start(call);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (pause.reached() == 0 && !running.isDone()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("the reader neither came to its pause nor ended");
            }
            Thread.onSpinWait();
        }
        return () -> {
            pause.release();
            running.result();
        };
    }
}
