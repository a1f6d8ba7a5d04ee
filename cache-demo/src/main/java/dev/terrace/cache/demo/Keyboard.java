package dev.terrace.cache.demo;

import dev.terrace.cache.time.NamedThreads;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what lines say that somebody types. */
final class Keyboard {

    private static final Logger LOG = LoggerFactory.getLogger(Keyboard.class);

    private Keyboard() {}

    /**
     * Reads until the end of the input, on a thread of its own that keeps no process alive.
     *
     * @param actions by what is typed before the return key
     */
    static void listen(InputStream input, Map<String, Runnable> actions) {
        NamedThreads.daemon("demo-keyboard")
                .newThread(() -> read(input, actions))
                .start();
    }

    static void read(InputStream input, Map<String, Runnable> actions) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, Charset.defaultCharset()));
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                actions.getOrDefault(line.strip(), () -> {}).run();
            }
        } catch (IOException e) {
            LOG.debug("keyboard_closed", e);
        }
    }
}
