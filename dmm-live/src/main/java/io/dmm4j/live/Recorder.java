package io.dmm4j.live;

import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.Port;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.VValue;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Writes down what comes to a machine from outside, and when, as JSON lines. This page is the specification of the format.
 *
 * <pre>{@code
 * {"format":"dmm4j-recording/1","network":"9f86d0…","name":"counts letters","backend":"cpu","precision":"float32"}
 * {"cycle":12,"feed":{"input.char":{"a":1}}}
 * {"cycle":12,"edit":{"accum":{"dict-2":{"input":{"char":-1}}}}}
 * {"cycle":13,"undo":true}
 * {"cycle":500,"end":true,"state":"2c26b4…"}
 * }</pre>
 *
 * <p>The first line says what ran: {@code network} is the SHA-256 of the network's file (empty if no file can hold it). A
 * {@code feed} is what external inputs emitted in a cycle. An {@code edit} was added to the matrix after a cycle, 0 being
 * before the first; an {@code undo} takes back the latest edit that was not taken back. The last line has the SHA-256 of all outputs and links; it is missing if the session did not end in
 * order. A machine draws no random numbers, so there is no seed to write down: that of a network drawn at random is in
 * its fingerprint.
 */
final class Recorder implements AutoCloseable {
    static final String FORMAT = "dmm4j-recording/1";
    static final Set<String> FIELDS = Set.of(
            "format", "network", "name", "backend", "precision", "cycle", "feed", "edit", "undo", "end", "state");

    private final Path file;
    private final BufferedWriter out;

    private Recorder(Path file, BufferedWriter out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Makes a file and writes the first line.
     *
     * @throws DmmException if it cannot be written, or there is something in it
     */
    static Recorder open(Path file, LiveMachine machine) {
        try {
            if (Files.isRegularFile(file) && Files.size(file) > 0) {
                throw new DmmException(file + ": the file is not empty, expected a new one to record in");
            }
            Recorder r = new Recorder(file, Files.newBufferedWriter(file));
            r.line(json -> {
                json.field("format").value(FORMAT);
                json.field("network").value(Fingerprint.of(machine.network()));
                json.field("name").value(machine.network().name());
                json.field("backend").value(machine.machine().backend());
                json.field("precision")
                        .value(machine.machine().options().precision().text());
            });
            r.flush();
            return r;
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    void feed(long cycle, Map<Port, VValue> values) {
        line(json -> {
            json.field("cycle").value(cycle);
            json.field("feed").beginObject();
            values.forEach((port, v) -> json.field(port.text()).value(v));
            json.endObject();
        });
    }

    void edit(long cycle, VValue edit) {
        line(json -> {
            json.field("cycle").value(cycle);
            json.field("edit").value(edit);
        });
    }

    void undo(long cycle) {
        line(json -> {
            json.field("cycle").value(cycle);
            json.field("undo").value(true);
        });
    }

    void end(long cycle, String digest) {
        line(json -> {
            json.field("cycle").value(cycle);
            json.field("end").value(true);
            json.field("state").value(digest);
        });
    }

    private void line(Consumer<JsonOutput> fields) {
        StringBuilder text = new StringBuilder();
        try (JsonOutput json = JsonOutput.compact(text)) {
            json.beginObject();
            fields.accept(json);
            json.endObject();
        }
        try {
            out.append(text).append('\n');
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    /** Hands what was written to the system, so that it outlives this process. */
    void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }

    @Override
    public void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw DmmException.io(file, e);
        }
    }
}
