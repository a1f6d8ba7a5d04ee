package dev.terrace.cache.warming;

import dev.terrace.cache.Cache;
import dev.terrace.cache.CacheManager;
import java.nio.file.Path;
import java.time.Duration;

/** A process that reads, saves what it knows every tenth of a second, and waits to be killed. */
final class ReadingProcess {

    private ReadingProcess() {}

    public static void main(String[] arguments) throws Exception {
        CacheManager caches = CacheManager.builder().build();
        Cache<String> users = caches.cache("user", String.class);
        Warmer warmer = Warmer.attach(
                caches, settings -> settings.folder(Path.of(arguments[0])).saveEvery(Duration.ofMillis(1)));
        for (int round = 0; ; round++) {
            for (int key = 0; key < 20; key++) {
                for (int i = 0; i <= key; i++) {
                    users.get("key" + key);
                }
            }
            if (!warmer.save()) {
                throw new IllegalStateException("not saved");
            }
            System.out.println("saved " + round);
            System.out.flush();
        }
    }
}
