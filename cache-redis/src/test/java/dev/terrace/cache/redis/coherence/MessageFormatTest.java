package dev.terrace.cache.redis.coherence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.terrace.cache.redis.coherence.Message.Barrier;
import dev.terrace.cache.redis.coherence.Message.Changed;
import dev.terrace.cache.redis.coherence.Message.Generation;
import dev.terrace.cache.redis.coherence.Message.Goodbye;
import dev.terrace.cache.redis.coherence.Message.Heartbeat;
import dev.terrace.cache.redis.coherence.Message.Marker;
import dev.terrace.cache.redis.coherence.Message.Range;
import dev.terrace.cache.redis.coherence.MessageFormat.ListedBarrier;
import dev.terrace.cache.redis.coherence.MessageFormat.Verdict;
import dev.terrace.cache.testkit.Seeds;
import dev.terrace.cache.tier.CoherenceChannel.Phase;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageFormatTest {

    private static final Sender SENDER = new Sender(0x1122334455667788L, 2);
    private static final BarrierId ID = new BarrierId(new Sender(3, 4), 5);

    static List<Message> messages() {
        Glob glob = Glob.compile("a*é");
        return List.of(
                new Changed(SENDER, 1, "user", 7, List.of(new KeyTag("a", 8), new KeyTag("ключ", 0))),
                new Changed(SENDER, 1, "user", 7, List.of(new KeyTag("long".repeat(10_000), 8))),
                new Barrier(SENDER, 2, Phase.RAISED, ID, Scope.ALL),
                new Barrier(SENDER, 2, Phase.SWEPT, ID, Scope.region("user")),
                new Barrier(SENDER, 2, Phase.RAISED, ID, new Scope("user", glob, 9L)),
                new Generation(SENDER, 3, "user", 10),
                new Marker(SENDER, 4, 11),
                new Heartbeat(SENDER, 5, -12, List.of(new Range(1, 2), new Range(9, 1))),
                new Goodbye(SENDER, 6));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void whatIsWrittenIsReadAgain(Message message) {
        assertThat(MessageFormat.read(MessageFormat.write(message))).isEqualTo(message);
    }

    @Test
    void theBytesAreAsDrawn() {
        byte[] bytes = MessageFormat.write(new Changed(SENDER, 6, "user", 7, List.of(new KeyTag("k", 8))));
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("54" + "01" + "01" + "1122334455667788" + "0000000000000002" + "0000000000000006"
                        + "000475736572" + "0000000000000007" + "00000001" + "0000000000000008" + "00000001" + "6b");
    }

    @Test
    void aListedBarrierIsReadAgainAndGarbageInTheListIsNone() {
        Scope scope = new Scope(null, Glob.compile("user:1*"), null);
        byte[] bytes = MessageFormat.writeListed(ID, scope);
        assertThat(MessageFormat.readListed(bytes)).isEqualTo(new ListedBarrier(ID, scope));
        bytes[0]++;
        assertThat(MessageFormat.readListed(bytes)).isNull();
        assertThat(MessageFormat.readListed(new byte[3])).isNull();
    }

    @Nested
    class OfAnybody {

        @ParameterizedTest
        @MethodSource("dev.terrace.cache.redis.coherence.MessageFormatTest#messages")
        void aMessageThatIsCutOrContinuedIsNone(Message message) {
            byte[] bytes = MessageFormat.write(message);
            for (int length = 0; length < Math.min(bytes.length, 200); length++) {
                assertThat(MessageFormat.read(Arrays.copyOf(bytes, length))).isNull();
            }
            assertThat(MessageFormat.read(Arrays.copyOf(bytes, bytes.length + 1)))
                    .isNull();
        }

        @Test
        void anyBytesAreReadOrRefusedWithoutAnException() {
            Seeds seed = Seeds.draw("MessageFormatTest");
            Random random = seed.random(0);
            for (int i = 0; i < 20_000; i++) {
                byte[] bytes = MessageFormat.write(messages().get(random.nextInt(9)));
                for (int n = random.nextInt(4); n >= 0; n--) {
                    bytes[random.nextInt(Math.min(bytes.length, 100))] = (byte) random.nextInt();
                }
                Message message = MessageFormat.read(bytes);
                if (message == null) {
                    assertThat(MessageFormat.judge(bytes)).as("seed %s", seed).isNotNull();
                } else {
                    assertThat(MessageFormat.read(MessageFormat.write(message)))
                            .as("seed %s", seed)
                            .isEqualTo(message);
                }
            }
        }

        @Test
        void anotherReleaseIsToldFromGarbage() {
            assertThat(MessageFormat.judge(new byte[] {'T', 2, 1})).isEqualTo(Verdict.FOREIGN_VERSION);
            assertThat(MessageFormat.judge(new byte[] {'T', 1, 99})).isEqualTo(Verdict.FOREIGN_VERSION);
            assertThat(MessageFormat.judge(new byte[] {'T', 1, 1})).isEqualTo(Verdict.GARBAGE);
            assertThat(MessageFormat.judge(new byte[] {'x', 2, 1})).isEqualTo(Verdict.GARBAGE);
            assertThat(MessageFormat.judge(new byte[0])).isEqualTo(Verdict.GARBAGE);
        }
    }
}
