package dev.terrace.cache.warming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.testkit.ConcurrentRun;
import dev.terrace.cache.testkit.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ReadBufferTest {

    private final ReadBuffer buffer = new ReadBuffer(2);
    private final List<String> drained = new ArrayList<>();

    private ReadBuffer.Drained drain() {
        return buffer.drain(drained::add);
    }

    private List<String> keys() {
        return drained.stream().filter(Objects::nonNull).toList();
    }

    @Test
    void keysComeOutOnceInTheOrderOfTheReads() {
        buffer.read("a");
        buffer.read("b");
        buffer.read("a");

        assertThat(drain().keys()).isEqualTo(3);
        assertThat(keys()).containsExactly("a", "b", "a");
        assertThat(drain().keys()).isZero();
    }

    @Test
    void aBreakIsToldBeforeEachStripe() {
        buffer.read("a");
        drain();

        assertThat(drained.stream().filter(Objects::isNull)).hasSize(2);
        assertThat(drained.get(drained.indexOf("a") - 1)).isNull();
    }

    @Test
    void whatDoesNotFitIsLost() {
        for (int i = 0; i < 3 * ReadBuffer.SMALLEST; i++) {
            buffer.read("key" + i);
        }

        ReadBuffer.Drained result = drain();

        assertThat(result.keys()).isEqualTo(ReadBuffer.SMALLEST);
        assertThat(result.fill()).isEqualTo(1.0);
        buffer.read("later");
        drain();
        assertThat(keys()).contains("later");
    }

    @Test
    void anotherLengthTakesMore() {
        buffer.resize(256);
        for (int i = 0; i < 300; i++) {
            buffer.read("key" + i);
        }

        assertThat(buffer.length()).isEqualTo(256);
        assertThat(drain().keys()).isEqualTo(256);
    }

    @Test
    void manyThreadsLoseKeysButMakeNoneUp() {
        List<Running<Boolean>> readers = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            String key = "key" + thread;
            readers.add(ConcurrentRun.start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    buffer.read(key);
                }
                return true;
            }));
        }
        while (readers.stream().anyMatch(reader -> !reader.isDone())) {
            drain();
        }
        readers.forEach(Running::result);
        drain();

        assertThat(keys()).isNotEmpty().hasSizeLessThanOrEqualTo(80_000);
        assertThat(keys()).isSubsetOf("key0", "key1", "key2", "key3");
    }
}
