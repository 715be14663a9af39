package io.dmm4j.events;

import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonLines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;

/**
 * Sends the JSON lines of a stream, one value to each port that a line names, on a thread of its own. Where a queue is full
 * it waits, and so does, through the pipe, whoever writes the stream.
 */
public final class EventReader {
    private final JsonLines lines;
    private final List<Network> networks;
    private final EventInputs inputs;
    private final Thread thread;
    private volatile Throwable failure; // a RuntimeException or an Error
    private volatile boolean over;

    private EventReader(JsonLines lines, Network network, EventInputs inputs) {
        this.lines = lines;
        this.inputs = inputs;
        networks = List.of(network);
        thread = new Thread(this::read, "events");
        thread.setDaemon(true);
    }

    /**
     * Begins to read; the thread does not keep the JVM alive.
     *
     * @param lines as {@link EventLine} says; closed at their end
     */
    public static EventReader start(JsonLines lines, Network network, EventInputs inputs) {
        EventReader reader = new EventReader(lines, network, inputs);
        reader.thread.start();
        return reader;
    }

    private void read() {
        try (lines) {
            for (JsonInput line = lines.next(); line != null; line = lines.next()) {
                send(line);
            }
        } catch (InterruptedException e) {
            failure = new DmmException("events: reading was interrupted before all lines were sent", e);
        } catch (Throwable e) { // of whatever reads the stream: without it lines would be lost without a word
            failure = e;
        } finally {
            over = true;
        }
    }

    private void send(JsonInput line) throws InterruptedException {
        line.peek();
        JsonInput.Mark at = line.mark();
        Map<Port, VValue> values = EventLine.read(line, networks);
        line.endInput();
        try {
            values.forEach((input, value) -> inputs.check(input, 0, value));
        } catch (DmmException wrong) {
            throw line.failAt(at, wrong.getMessage());
        }
        for (Map.Entry<Port, VValue> e : values.entrySet()) {
            inputs.put(e.getKey(), 0, e.getValue());
        }
    }

    /**
     * Whether all lines have been sent.
     *
     * @throws DmmException if a line was wrong: those before it were sent, and nothing of it
     * @throws RuntimeException as the stream threw it, if it broke
     */
    public boolean isOver() {
        boolean ended = over; // read first: the failure is set before it
        Throwable broken = failure; // once: it may be set between two looks
        if (broken instanceof Error e) {
            throw e;
        } else if (broken != null) {
            throw (RuntimeException) broken;
        }
        return ended;
    }
}
