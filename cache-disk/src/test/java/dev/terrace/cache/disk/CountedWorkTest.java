package dev.terrace.cache.disk;

import static dev.terrace.cache.disk.TestDisk.forever;
import static dev.terrace.cache.disk.TestDisk.key;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.map.ChronicleMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often an operation of the tier goes to the map: once, however the code around it changes. */
class CountedWorkTest {

    private static final SizingPlan PLAN = SizingPlan.of(2 << 20);

    private final List<String> calls = new ArrayList<>();

    @SuppressWarnings("unchecked") // a proxy has no type arguments
    private ChronicleMap<byte[], ValueRead> counted(ChronicleMap<byte[], ValueRead> map) {
        return (ChronicleMap<byte[], ValueRead>) Proxy.newProxyInstance(
                ChronicleMap.class.getClassLoader(),
                new Class<?>[] {ChronicleMap.class},
                (proxy, method, arguments) -> {
                    calls.add(method.getName());
                    try {
                        return method.invoke(map, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void aHitAMissAndAPutAreOneQueryOfTheMapEach(@TempDir Path folder) throws IOException {
        ChronicleMap<byte[], ValueRead> map =
                MapFiles.builder(PLAN).createPersistedTo(folder.resolve("map").toFile());
        DiskFile disk = new DiskFile(counted(map), MapFiles.firstSegment(map), new TestDisk().around(PLAN), true);
        try {
            calls.clear();
            disk.put(key("a"), forever("value"), present -> true);
            assertThat(calls).containsExactly("queryContext");

            calls.clear();
            assertThat(disk.get(key("a"), view -> true)).isNotNull();
            assertThat(calls).containsExactly("getUsing");

            calls.clear();
            assertThat(disk.get(key("b"), view -> true)).isNull();
            assertThat(calls).containsExactly("getUsing");
        } finally {
            map.close();
        }
    }
}
