package dev.terrace.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.terrace.cache.redis.RedisException.Kind;
import dev.terrace.cache.redis.RedisKeys.Name;
import dev.terrace.cache.testkit.FakeTime;
import dev.terrace.cache.tier.Glob;
import dev.terrace.cache.tier.Scope;
import dev.terrace.cache.tier.TierKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and replies, without a server. */
class KeysAndRepliesTest {

    private final RedisKeys keys = new RedisKeys("app");

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Nested
    class Names {

        @Test
        void ofOneEntryAreInOneSlot() {
            for (String key : List.of("123", "", "}", "{", "a}b{c", "{}", "漢字")) {
                EntryNames names = EntryNames.of(keys, new TierKey("user", key), 0xABCDEF);

                assertThat(text(names.entry())).isEqualTo("{app/user:0000000000abcdef:" + key + "}");
                assertThat(names.all().stream().map(Slots::of).distinct())
                        .as(key)
                        .hasSize(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"123", "", "}", "{", "a}l", "}l", "l", "a:b", "漢字", "t}t"})
        void areReadAgain(String key) {
            EntryNames names = EntryNames.of(keys, new TierKey("user", key), -1);

            for (byte[] name : names.all()) {
                assertThat(keys.parse(name)).isEqualTo(new Name(new TierKey("user", key), -1));
            }
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "{app/user}",
                    "{app/user:0123:a}",
                    "{app/user:0123456789abcdeg:a}",
                    "{app/user:0123456789abcdef",
                    "{app/user:0123456789abcdef}",
                    "{apq/user:0123456789abcdef:a}",
                    "{app}generations"
                })
        void ofOthersAreNone(String name) {
            assertThat(keys.parse(RedisKeys.bytes(name))).isNull();
        }

        @Test
        void arePatternsForScan() {
            Scope region = Scope.region("us.er");
            assertThat(text(keys.entriesOf(Scope.ALL, null))).isEqualTo("{app/*}");
            assertThat(text(keys.entriesOf(region, 1L))).isEqualTo("{app/us.er:0000000000000001:*}");
            assertThat(text(keys.leasesOf(region, null))).isEqualTo("{app/us.er:????????????????:*}l");
            assertThat(text(keys.entriesOf(new Scope(null, Glob.compile("user:1*"), null), null)))
                    .isEqualTo("{app/user:*}");
            assertThat(text(keys.entriesOf(new Scope(null, Glob.compile("us*"), null), null)))
                    .isEqualTo("{app/us*}");
            assertThat(text(keys.entriesOf(new Scope("user", Glob.compile("[a]\\*"), null), 1L)))
                    .startsWith("{app/user:0000000000000001:");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "123456789, 12739",
        "foo, 12182",
        "{user1000}.following, 3443",
        "foo{}{bar}, 8363",
        "foo{{bar}}zap, 4015"
    })
    void slotsAreThoseOfTheSpecification(String key, int slot) {
        assertThat(Slots.of(RedisKeys.bytes(key))).isEqualTo(slot);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    LOADING Redis is loading the dataset in memory                              | NOT_SERVING
                    READONLY You can't write against a read only replica.                       | NOT_SERVING
                    MASTERDOWN Link with MASTER is down                                         | NOT_SERVING
                    CLUSTERDOWN Hash slot not served                                            | NOT_SERVING
                    BUSY Redis is busy running a script                                         | NOT_SERVING
                    TRYAGAIN Multiple keys request during rehashing of slot                     | MOVING
                    MISCONF Redis is configured to save RDB snapshots                           | NOT_SERVING
                    ERR max number of clients reached                                           | NOT_SERVING
                    ERR Error running script (call to f_1): @user_script:1: -READONLY You can't | NOT_SERVING
                    ERR Error running script (call to f_1): @user_script:1: -OOM command not    | OUT_OF_MEMORY
                    OOM command not allowed when used memory > 'maxmemory'.                     | OUT_OF_MEMORY
                    NOAUTH Authentication required.                                             | ACCESS
                    WRONGPASS invalid username-password pair or user is disabled.               | ACCESS
                    NOPERM this user has no permissions to run the 'eval' command               | ACCESS
                    ERR invalid password                                                        | ACCESS
                    MOVED 3999 127.0.0.1:6381                                                   | MOVED
                    ASK 3999 127.0.0.1:6381                                                     | ASK
                    NOSCRIPT No matching script. Please use EVAL.                               | NO_SCRIPT
                    WRONGTYPE Operation against a key holding the wrong kind of value           | WRONG_TYPE
                    ERR unknown command 'FOO'                                                   | OTHER
                    NEWS                                                                        | OTHER
                    """)
    void errorsAreToldApart(String message, Kind kind) {
        assertThat(ServerReply.kindOf(message)).isEqualTo(kind);
    }

    @Test
    void aRangeOfSlotsIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ClusterMap.Range(5, 4, new HostPort("a", 1)))
                .withMessageContaining("5 to 4");
    }

    @Nested
    class TheFailoverWindow {

        private final FakeTime time = new FakeTime();
        private final FailoverWindow window = new FailoverWindow(time, Duration.ofSeconds(10));

        @Test
        void remembersWhatWasWrittenLately() {
            window.wrote(new TierKey("user", "1"));
            time.advance(Duration.ofSeconds(6));
            window.wrote(new TierKey("user", "2"));
            window.wrote(new TierKey("user", "2"));
            assertThat(window.keys()).hasSize(2);

            time.advance(Duration.ofSeconds(6));
            assertThat(window.keys()).containsExactly(new TierKey("user", "2"));
            time.advance(Duration.ofSeconds(6));
            assertThat(window.keys()).isEmpty();
        }

        @Test
        void saysWhenItIsTooSmall() {
            for (int i = 0; i < FailoverWindow.CAPACITY; i++) {
                window.wrote(new TierKey("user", "" + i));
            }
            assertThat(window.overflowed()).isFalse();
            window.wrote(new TierKey("user", "one more"));
            assertThat(window.overflowed()).isTrue();
            time.advance(Duration.ofSeconds(11));
            assertThat(window.overflowed()).isFalse();
        }

        @Test
        void ofNoLengthRemembersNothing() {
            FailoverWindow none = new FailoverWindow(time, Duration.ZERO);
            none.wrote(new TierKey("user", "1"));
            assertThat(none.keys()).isEmpty();
        }
    }
}
