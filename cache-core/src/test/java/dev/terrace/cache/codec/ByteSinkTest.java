package dev.terrace.cache.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.tier.EntryFormat;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSinkTest {

    private final ByteSink sink = new ByteSink();

    @Test
    void growsWithWhatIsWritten() {
        byte[] many = new byte[3000];
        Arrays.fill(many, (byte) 7);

        sink.write(1);
        sink.write(many);
        sink.write(many, 10, 5);
        sink.flush();
        sink.close();

        assertThat(sink.size()).isEqualTo(3006);
        assertThat(content()).startsWith(1, 7).endsWith(7, 7);
    }

    @Test
    void refusesMoreThanTheLimitAndRemembersIt() {
        sink.write(1);

        assertThatExceptionOfType(PayloadTooLargeException.class)
                .isThrownBy(() -> sink.write(new byte[EntryFormat.MAX_PAYLOAD]));
        assertThat(sink.refused()).isEqualTo(EntryFormat.MAX_PAYLOAD + 1);
        sink.reset();
        assertThat(sink.refused()).isZero();
        assertThat(sink.size()).isZero();
    }

    @Test
    void refusesARangeOutsideTheSource() {
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> sink.write(new byte[3], 2, 2));
    }

    @Test
    void roomIsGrantedUpToTheLimit() {
        sink.claim(EntryFormat.MAX_PAYLOAD - 3);

        assertThat(sink.room(10)).isEqualTo(3);
        sink.advance(2);
        assertThat(sink.size()).isEqualTo(EntryFormat.MAX_PAYLOAD - 1);
    }

    @Nested
    class Utf8 {

        @ParameterizedTest
        @ValueSource(strings = {"", "plain", "äöü", "€", "😀", "a😀ä€b", "\u0000\u007f\u0080\u07ff\u0800\uffff"})
        void isWhatTheJdkWrites(String text) {
            sink.writeUtf8(text);

            assertThat(content()).isEqualTo(text.getBytes(UTF_8));
        }

        @Test
        void isWhatTheJdkWritesForAnyText() {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            for (int i = 0; i < 2_000; i++) {
                String text = random.ints(random.nextInt(1500), 0, random.nextBoolean() ? 0x80 : 0x110000)
                        .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                ByteSink fresh = new ByteSink();
                fresh.writeUtf8(text);

                assertThat(Arrays.copyOf(fresh.array(), fresh.size()))
                        .describedAs("seed %d", seed)
                        .isEqualTo(text.getBytes(UTF_8));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"\ud800", "ab\udc00", "\ud800x"})
        void refusesHalfASurrogatePair(String text) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> sink.writeUtf8(text))
                    .withMessageContaining("half a surrogate pair at index");
        }
    }

    @Nested
    class Pool {

        private final ByteSinkPool pool = new ByteSinkPool(2);

        @Test
        void handsOutAnEmptySinkAgain() {
            ByteSink first = pool.take();
            first.write(1);
            pool.give(first);

            ByteSink again = pool.take();

            assertThat(again).isSameAs(first);
            assertThat(again.size()).isZero();
            assertThat(pool.take()).isNotSameAs(first);
        }

        @Test
        void keepsNoMoreThanItsSlots() {
            ByteSink one = new ByteSink();
            ByteSink two = new ByteSink();
            ByteSink three = new ByteSink();
            pool.give(one);
            pool.give(two);
            pool.give(three);

            assertThat(pool.take()).isSameAs(one);
            assertThat(pool.take()).isSameAs(two);
            assertThat(pool.take()).isNotSameAs(three);
        }

        @Test
        void letsGoOfASinkThatGrewLarge() {
            ByteSink large = pool.take();
            large.claim(ByteSinkPool.MAX_KEPT_BYTES + 1);
            pool.give(large);

            assertThat(pool.take()).isNotSameAs(large);
        }

        @Test
        void neverHandsOneSinkToTwoThreads() throws Exception {
            Set<ByteSink> inUse = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
            Callable<Boolean> user = () -> {
                boolean alone = true;
                for (int i = 0; i < 200_000; i++) {
                    ByteSink sink = pool.take();
                    alone &= inUse.add(sink) && sink.size() == 0;
                    sink.write(1);
                    inUse.remove(sink);
                    pool.give(sink);
                }
                return alone;
            };
            ExecutorService threads = Executors.newFixedThreadPool(3);
            try {
                for (Future<Boolean> alone : threads.invokeAll(List.of(user, user, user))) {
                    assertThat(alone.get()).isTrue();
                }
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private byte[] content() {
        return Arrays.copyOf(sink.array(), sink.size());
    }
}
