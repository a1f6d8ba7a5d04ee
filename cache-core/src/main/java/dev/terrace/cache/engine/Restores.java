package dev.terrace.cache.engine;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * Tells a manager that its process was restored from a snapshot (CRaC). Needs {@code org.crac} on the class path, which
 * an application that takes snapshots has; without it, and on a JVM that takes none, nothing happens.
 */
final class Restores {

    private Restores() {}

    /**
     * Asks for a call after each restore.
     *
     * @return must be held for as long as the calls are wanted: the JVM holds it weakly
     */
    static Object listen(Runnable afterRestore) {
        try {
            return Listener.register(Core.getGlobalContext(), afterRestore);
        } catch (NoClassDefFoundError e) {
            return afterRestore; // the library is optional
        }
    }

    /** Apart from the outer class, so that it is loaded only where the library is. */
    static final class Listener implements Resource {

        private final Runnable afterRestore;

        private Listener(Runnable afterRestore) {
            this.afterRestore = afterRestore;
        }

        static Listener register(Context<Resource> context, Runnable afterRestore) {
            Listener listener = new Listener(afterRestore);
            context.register(listener);
            return listener;
        }

        @Override
        public void beforeCheckpoint(Context<? extends Resource> context) {
            // Nothing: what the snapshot holds is right until the restore.
        }

        @Override
        public void afterRestore(Context<? extends Resource> context) {
            afterRestore.run();
        }
    }
}
