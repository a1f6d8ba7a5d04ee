package dev.terrace.cache.memory;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Holds the estimate against what the JVM retains, on whichever JVM runs the test. */
final class HeapSizeRetainedIT {
    private static final HeapSize HEAP = new HeapSize();

    private record User(long id, String name, int age, boolean isActive, LocalDate born) {}

    @SuppressWarnings("ArrayRecordComponent") // the shape that is measured
    private record Document(UUID id, String title, byte[] body) {}

    private record Article(long id, String headline, String text) {}

    private static User user(int i) {
        return new User(i, "user number " + i, i % 90, i % 2 == 0, LocalDate.ofEpochDay(i));
    }

    private static Document document(int i) {
        return new Document(new UUID(i, i), "document " + i, new byte[1024]);
    }

    private static Article article(int i) {
        return new Article(i, "headline " + i, "x".repeat(900) + i);
    }

    private static List<User> users(int i) {
        return IntStream.range(i, i + 100).mapToObj(HeapSizeRetainedIT::user).toList();
    }

    private record CachedShape(String name, int entries, IntFunction<Object> creation) {}

    /** The bar: entries of a cache, keys, nodes and all. */
    @TestFactory
    Stream<DynamicTest> entriesOfACacheAreWithinAFifthOfWhatTheyRetain() {
        return Stream.of(
                        new CachedShape("small record", 100_000, HeapSizeRetainedIT::user),
                        new CachedShape("boxed number", 100_000, i -> i + 1000L),
                        new CachedShape("record with 1 KiB of bytes", 10_000, HeapSizeRetainedIT::document),
                        new CachedShape("record with 1 KiB of text", 10_000, HeapSizeRetainedIT::article),
                        new CachedShape("list of 100 records", 1_000, HeapSizeRetainedIT::users))
                .map(shape -> DynamicTest.dynamicTest(shape.name, () -> checkCached(shape)));
    }

    private static void checkCached(CachedShape shape) {
        long retained = RetainedHeap.of(() -> filled(shape)) / shape.entries;
        long estimated = 0;
        for (int i = 0; i < 100; i++) {
            estimated += HEAP.of(shape.creation.apply(i * 7)) + HEAP.ofEntry(key(i * 7));
        }
        check(shape.name, estimated / 100, retained, 20);
    }

    private static String key(int i) {
        return "region:" + (100_000 + i);
    }

    /** Weighted and half full, as the memory tier's caches are. */
    private static Cache<String, Object> filled(CachedShape shape) {
        Cache<String, Object> cache = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(shape.entries * 3L / 2)
                .weigher((String key, Object value) -> 1)
                .build();
        for (int i = 0; i < shape.entries; i++) {
            cache.put(key(i), shape.creation.apply(i));
        }
        cache.cleanUp();
        return cache;
    }

    @TestFactory
    @SuppressWarnings({"JdkObsolete", "UnnecessaryStringBuilder"}) // users have them
    Stream<DynamicTest> jdkTypesAreWithinAFifthOfWhatTheyRetain() {
        Map<String, IntFunction<Object>> types = new LinkedHashMap<>();
        types.put("latin string", i -> "text of some length " + i);
        types.put("greek string", i -> "κείμενο " + i);
        types.put("long array", i -> new long[100]);
        types.put("boolean array", i -> new boolean[77]);
        types.put("char matrix", i -> new char[5][20]);
        types.put("big decimal", i -> new BigDecimal("12345.67").add(BigDecimal.valueOf(i)));
        types.put("large decimal", i -> new BigDecimal(BigInteger.ONE.shiftLeft(700 + i % 9), 2));
        types.put("big integer", i -> BigInteger.ONE.shiftLeft(200 + i % 9));
        types.put("instant", Instant::ofEpochMilli);
        types.put("local date time", i -> LocalDateTime.ofEpochSecond(i, 0, ZoneOffset.UTC));
        types.put("zoned date time", i -> ZonedDateTime.ofInstant(Instant.ofEpochSecond(i), ZoneOffset.UTC));
        types.put("offset date time", i -> OffsetDateTime.ofInstant(Instant.ofEpochSecond(i), ZoneOffset.UTC));
        types.put("date", Date::new);
        types.put("uuid", i -> new UUID(i, i));
        types.put("optional", i -> Optional.of("value " + i));
        types.put("atomic reference", i -> new AtomicReference<>("value " + i));
        types.put("string builder", i -> new StringBuilder(100).append(i).append('κ'));
        types.put("bit set", i -> new BitSet(1000));
        types.put("byte buffer", i -> ByteBuffer.allocate(200));
        types.put("array list", i -> numbers(i).collect(toCollection(ArrayList::new)));
        types.put("immutable list", i -> numbers(i).toList());
        types.put("immutable list of one", i -> List.of(i + 1000));
        types.put(
                "unmodifiable list",
                i -> Collections.unmodifiableList(new ArrayList<>(numbers(i).toList())));
        types.put("array as list", i -> Arrays.asList(numbers(i).toArray()));
        types.put("linked list", i -> numbers(i).collect(toCollection(LinkedList::new)));
        types.put("array deque", i -> numbers(i).collect(toCollection(ArrayDeque::new)));
        types.put("hash set", i -> numbers(i).collect(toCollection(HashSet::new)));
        types.put("hash map", i -> mapped(i, new HashMap<>()));
        types.put("linked hash map", i -> mapped(i, new LinkedHashMap<>()));
        types.put("tree map", i -> mapped(i, new TreeMap<>()));
        types.put("concurrent map", i -> mapped(i, new ConcurrentHashMap<>()));
        types.put("immutable map", i -> Map.copyOf(mapped(i, new HashMap<>())));
        types.put("unmodifiable map", i -> Collections.unmodifiableMap(mapped(i, new LinkedHashMap<>())));
        return types.entrySet().stream()
                .map(type -> DynamicTest.dynamicTest(type.getKey(), () -> checkType(type.getKey(), type.getValue())));
    }

    private static Stream<Integer> numbers(int from) {
        return IntStream.range(1000 + from, 1030 + from).boxed();
    }

    private static Map<Integer, String> mapped(int from, Map<Integer, String> target) {
        target.putAll(numbers(from).collect(toMap(i -> i, i -> "value " + i)));
        return target;
    }

    private static void checkType(String name, IntFunction<Object> creation) {
        int count = Math.max(1000, (int) (3_000_000 / Math.max(100, HEAP.of(creation.apply(1)))));
        long arrayBytes = HEAP.of(new Object[count]);
        long retained = medianOfThree(count, creation) - arrayBytes;
        long estimated = 0;
        for (int i = 0; i < 100; i++) {
            estimated += HEAP.of(creation.apply(i * count / 100));
        }
        check(name, estimated / 100, retained / count, 20);
    }

    /** Something else in this JVM may be freed or made during one measurement. */
    private static long medianOfThree(int count, IntFunction<Object> creation) {
        return IntStream.range(0, 3)
                .mapToLong(turn -> RetainedHeap.of(
                        () -> IntStream.range(0, count).mapToObj(creation).toArray()))
                .sorted()
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private static void check(String name, long estimated, long retained, int percent) {
        System.out.printf(
                Locale.ROOT,
                "%s: estimated %d, retained %d bytes (%+.1f %%)%n",
                name,
                estimated,
                retained,
                100.0 * (estimated - retained) / retained);
        assertThat(estimated).isCloseTo(retained, withPercentage(percent));
    }
}
