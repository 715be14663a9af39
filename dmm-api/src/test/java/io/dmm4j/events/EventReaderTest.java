package io.dmm4j.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.dmm4j.json.JsonLines;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.spi.Feeds;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that break and lines that are wrong: never over without a word, and no line half sent. */
@Timeout(60)
class EventReaderTest {
    private static final Port OPEN = Port.of("in", "open");

    private final EventInputs inputs = new EventInputs(network(), MachineOptions.DEFAULT, 8);

    private static Network network() {
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        ports.put("open", ExternalPort.OPEN);
        ports.put("known", ExternalPort.of(Set.of(Path.of("known"))));
        return Network.builder().add(Neuron.external("in", ports)).build();
    }

    private EventReader read(Reader text) {
        return EventReader.start(JsonLines.of(text, "events"), network(), inputs);
    }

    private static void await(EventReader reader) {
        while (!reader.isOver()) {
            Thread.onSpinWait();
        }
    }

    /** A line, and then what is thrown. */
    private static Reader broken(Throwable failure) {
        StringReader line = new StringReader("{\"in.open\": 1}\n");
        return new Reader() {
            @Override
            public int read(char[] into, int from, int n) throws IOException {
                int read = line.read(into, from, n);
                if (read >= 0) {
                    return read;
                } else if (failure instanceof Error e) {
                    throw e;
                }
                throw (RuntimeException) failure;
            }

            @Override
            public void close() {}
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatBreaksAStreamIsThrownToWhoeverAsks(boolean error) {
        Throwable cause =
                error ? new StackOverflowError("deep") : new UncheckedIOException("gone", new IOException("gone"));
        EventReader reader = read(broken(cause));
        assertSame(cause, assertThrows(Throwable.class, () -> await(reader)));
        assertSame(cause, assertThrows(Throwable.class, reader::isOver));
        assertEquals(Map.of(new Feeds.Slot(OPEN, 0), VValue.of(1)), inputs.poll());
    }

    /** Whenever it breaks between two looks of whoever asks. */
    @Test
    void aStreamThatBreaksWhileItIsAskedThrowsWhatItBroke() {
        Error cause = new StackOverflowError("deep");
        for (int i = 0; i < 500; i++) {
            EventReader reader = read(new Reader() {
                @Override
                public int read(char[] into, int from, int n) {
                    throw cause;
                }

                @Override
                public void close() {}
            });
            assertSame(cause, assertThrows(Throwable.class, () -> await(reader)));
        }
    }

    @Test
    void aLineWithAWrongValueForOnePortSendsNothingToTheOthers() {
        EventReader reader = read(new StringReader("{\"in.open\": {\"x\": 1}, \"in.known\": {\"unknown\": 1}}\n"));
        DmmException e = assertThrows(DmmException.class, () -> await(reader));
        assertEquals(
                "events:1:1: external input in.known: path \"/unknown\" was fed but is not declared, and the port is not open",
                e.getMessage());
        assertEquals(0, inputs.accepted());
    }
}
