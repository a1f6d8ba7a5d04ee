package dev.terrace.cache.server.live;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A stream to a client that is quick, slow or gone. */
class EventStreamTest {

    private final Client client = new Client();
    private final EventStream stream = new EventStream(client);

    /** A client whose buffer is full when the test says so. */
    private static final class Client extends ServletOutputStream {

        private final ByteArrayOutputStream got = new ByteArrayOutputStream();
        private boolean isReady = true;
        private boolean isGone;
        private int flushes;

        @Override
        public boolean isReady() {
            return isReady;
        }

        @Override
        public void setWriteListener(WriteListener listener) {}

        @Override
        public void write(int one) throws IOException {
            if (isGone) {
                throw new IOException("gone");
            }
            got.write(one);
        }

        @Override
        public void flush() {
            flushes++;
        }

        String text() {
            return got.toString(StandardCharsets.UTF_8);
        }
    }

    private void offer(String event) {
        stream.offer(event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void nothingIsWrittenBeforeTheContainerSaysSo() {
        offer("a");
        assertThat(client.text()).isEmpty();
        stream.onWritePossible();
        assertThat(client.text()).isEqualTo("a");
        assertThat(client.flushes).isEqualTo(1);
        offer("b");
        assertThat(client.text()).isEqualTo("ab");
    }

    @Test
    void aSlowClientGetsTheLatestWhenItIsReadyAgain() {
        stream.onWritePossible();
        client.isReady = false;
        offer("a");
        offer("b");
        offer("c");
        client.isReady = true;
        stream.onWritePossible();
        assertThat(client.text()).isEqualTo("c");
        assertThat(stream.end()).isNotDone();
    }

    @Test
    void aClientThatMissesTooManyIsDropped() {
        stream.onWritePossible();
        client.isReady = false;
        for (int i = 0; i <= EventStream.PATIENCE; i++) {
            offer("a");
        }
        assertThat(stream.end()).isNotDone();
        offer("a");
        assertThat(stream.end()).isDone();
        client.isReady = true;
        stream.onWritePossible();
        assertThat(client.text()).isEmpty();
    }

    @Test
    void aClientThatIsGoneEndsItsStream() {
        stream.onWritePossible();
        client.isGone = true;
        offer("a");
        assertThat(stream.end()).isDone();
        EventStream other = new EventStream(client);
        other.onError(new IOException("gone"));
        assertThat(other.end()).isDone();
    }
}
