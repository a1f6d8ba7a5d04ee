package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.terrace.cache.codec.EntryMeta.Kind;
import dev.terrace.cache.tier.Entry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Type;
import java.net.URLClassLoader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CodecsTest {

    private static final byte[] KEY = "user:1".getBytes(UTF_8);

    @SuppressWarnings("ArrayRecordComponent") // values have them, too
    record Order(
            String id, Instant at, Duration took, @Nullable String note, byte[] blob, Map<String, Line> lines) {}

    record Line(int count, double price, State state) {}

    enum State {
        OPEN,
        DONE
    }

    record Loop(List<Object> items) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Square.class, name = "square")
    })
    interface Shape {}

    record Circle(int radius) implements Shape {}

    record Square(int side) implements Shape {}

    record Drawing(List<Shape> shapes) {}

    static List<CodecProvider> forObjects() {
        return List.of(
                Codecs.smile(),
                Codecs.json(),
                Codecs.fory(
                        Order.class, Line.class, State.class, Drawing.class, Circle.class, Square.class, Loop.class));
    }

    @ParameterizedTest
    @MethodSource("forObjects")
    void everyComponentComesBack(CodecProvider provider) {
        Order order = new Order(
                "ä€😀",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Duration.ofMillis(90_001),
                null,
                new byte[] {-1, 0, 1},
                Map.of("a", new Line(1, 2.5, State.OPEN), "b", new Line(-1, Double.MAX_VALUE, State.DONE)));

        assertThat(roundTrip(provider, Order.class, order))
                .usingRecursiveComparison()
                .isEqualTo(order);
    }

    @ParameterizedTest
    @MethodSource("forObjects")
    void subtypesThatTheDeclaredTypeListsComeBack(CodecProvider provider) {
        Drawing drawing = new Drawing(List.of(new Circle(1), new Square(2)));

        assertThat(roundTrip(provider, Drawing.class, drawing)).isEqualTo(drawing);
    }

    @ParameterizedTest
    @MethodSource("forObjects")
    void aCycleIsRefusedAndTheCodecWorksOn(CodecProvider provider) {
        List<Object> items = new ArrayList<>();
        Loop loop = new Loop(items);
        items.add(loop);
        EntryCodec<Loop> codec = new EntryCodec<>(provider, Loop.class, PayloadOptions.plain());

        assertThatExceptionOfType(UnencodableValueException.class)
                .isThrownBy(() -> codec.encode(KEY, loop, EntryCodecTest.meta(Kind.VALUE)));
        assertThat(roundTrip(provider, Loop.class, new Loop(List.of()))).isEqualTo(new Loop(List.of()));
    }

    @ParameterizedTest
    @MethodSource("forObjects")
    void manyThreadsAtOnceGetTheirOwnValues(CodecProvider provider) throws Exception {
        EntryCodec<Line> codec = new EntryCodec<>(provider, Line.class, PayloadOptions.plain());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                Line line = new Line(i, i * 0.5, State.OPEN);
                tasks.add(() -> codec.decode(codec.encode(KEY, line, EntryCodecTest.meta(Kind.VALUE)), KEY)
                        .equals(line));
            }
            for (Future<Boolean> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aJsonNullIsNoValue() {
        Codec<Order> json = Codecs.json().codec(Order.class);
        byte[] text = "null".getBytes(UTF_8);

        assertThat((Object) json.decode(text, 0, text.length)).isNull(); // which EntryCodec turns into a miss
    }

    @ParameterizedTest
    @CsvSource({"smile,1", "json,2", "string,3", "bytes,4", "fory,5"})
    void namesAndIdsNeverChange(String name, int id) {
        List<CodecProvider> all =
                List.of(Codecs.smile(), Codecs.json(), Codecs.string(), Codecs.bytes(), Codecs.fory());

        assertThat(all.get(id - 1).name()).isEqualTo(name);
        assertThat(all.get(id - 1).id()).isEqualTo(id);
    }

    @Test
    void stringAndBytesCarryTheirOwnTypeOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codecs.string().codec(Order.class))
                .withMessageContaining("but was " + Order.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Codecs.bytes().codec(String.class))
                .withMessageContaining("but was java.lang.String");
    }

    @Test
    void aStringThatUtf8CannotCarryIsRefused() {
        EntryCodec<String> codec = new EntryCodec<>(Codecs.string(), String.class, PayloadOptions.plain());

        assertThatExceptionOfType(UnencodableValueException.class)
                .isThrownBy(() -> codec.encode(KEY, "half \ud83d", EntryCodecTest.meta(Kind.VALUE)))
                .withStackTraceContaining("half a surrogate pair at index 5");
    }

    @Nested
    class JacksonLimits {

        @Test
        void doNotStopWhatCouldBeWritten() {
            assertThat(roundTrip(Codecs.smile(), Map.class, Map.of("k".repeat(100_000), 1)))
                    .hasSize(1);
            assertThat(roundTrip(Codecs.json(), Map.class, Map.of("k".repeat(100_000), 1)))
                    .hasSize(1);
        }

        @Test
        void defaultTypingIsOff() {
            for (CodecProvider provider : List.of(Codecs.smile(), Codecs.json())) {
                var mapper = ((JacksonCodec.Provider) provider).mapper();

                assertThat(mapper.deserializationConfig().getDefaultTyper(mapper.constructType(Object.class)))
                        .isNull();
            }
            byte[] gadget = "[\"java.util.ArrayList\",[]]".getBytes(UTF_8);
            Object read = Codecs.json().codec(Object.class).decode(gadget, 0, gadget.length);
            assertThat(read).isEqualTo(List.of("java.util.ArrayList", List.of()));
        }
    }

    @Nested
    class Fory {

        @Test
        void refusesAClassThatIsNotRegistered() {
            EntryCodec<Order> codec = new EntryCodec<>(Codecs.fory(Line.class), Order.class, PayloadOptions.plain());
            Order order = new Order("1", Instant.EPOCH, Duration.ZERO, null, new byte[0], Map.of());

            assertThatExceptionOfType(UnencodableValueException.class)
                    .isThrownBy(() -> codec.encode(KEY, order, EntryCodecTest.meta(Kind.VALUE)))
                    .withMessageContaining("\"fory\"");
        }

        @Test
        void hasAnotherSchemaForAnotherListOrOrder() {
            assertThat(List.of(
                            fingerprint(Order.class, Line.class),
                            fingerprint(Line.class, Order.class),
                            fingerprint(Order.class, Line.class, State.class)))
                    .doesNotHaveDuplicates();
        }

        private long fingerprint(Class<?>... registered) {
            return Codecs.fory(registered).codec(Order.class).schemaFingerprint();
        }
    }

    @Nested
    class WithoutTheOptionalLibraries {

        @Test
        void theErrorNamesWhatToAdd() throws Exception {
            try (URLClassLoader bare =
                    CompiledSource.without("org.apache.fory.", "net.jpountz.", "com.github.luben.")) {
                assertThat(failure(bare, "fory")).hasMessageContaining("org.apache.fory:fory-core");
                assertThat(failure(bare, "LZ4")).hasMessageContaining("at.yawk.lz4:lz4-java");
                assertThat(failure(bare, "ZSTD")).hasMessageContaining("com.github.luben:zstd-jni");
                assertThat(failure(bare, "GZIP")).isNull();
            }
        }

        private @Nullable Throwable failure(ClassLoader bare, String what) throws Exception {
            Class<?> probe = bare.loadClass(LibraryProbe.class.getName());
            try {
                probe.getMethod("use", String.class).invoke(null, what);
                return null;
            } catch (InvocationTargetException e) {
                assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
                return e.getCause();
            }
        }
    }

    private static <V> V roundTrip(CodecProvider provider, Type type, V value) {
        EntryCodec<V> codec = new EntryCodec<>(provider, type, PayloadOptions.plain());
        Entry entry = codec.encode(KEY, value, EntryCodecTest.meta(Kind.VALUE));
        return codec.decode(entry, KEY);
    }
}
