package io.dmm4j.cli;

import io.dmm4j.events.EventInputs;
import io.dmm4j.events.EventReader;
import io.dmm4j.json.JsonLines;
import io.dmm4j.json.VJson;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.value.DmmException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what is fed while a machine runs, by somebody whom it does not wait for. */
final class EventOptions {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description = "feed the lines of FILE, {\"NEURON.PORT\": V-VALUE, ...}, as they come, one per cycle; - is"
                    + " standard input; may be repeated")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--default",
            paramLabel = "NEURON.PORT=V",
            description = "what an external input emits in cycles for which nothing has come; may be repeated")
    private List<String> defaults = new ArrayList<>();

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "1024",
            description = "values that may wait at each external input before their senders have to"
                    + " (${DEFAULT-VALUE} unless given)")
    private int queue;

    /** Whether nobody sends anything. */
    boolean isEmpty() {
        return files.isEmpty();
    }

    int queue() {
        if (queue < 1) {
            throw new DmmException("--queue: found " + queue + ", expected at least 1");
        }
        return queue;
    }

    /** Queues, empty, with the defaults that were given. */
    EventInputs inputs(Network network, MachineOptions options) {
        EventInputs inputs = new EventInputs(network, options, queue());
        setDefaults(inputs);
        return inputs;
    }

    void setDefaults(EventInputs inputs) {
        for (String text : defaults) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new DmmException("--default: expected NEURON.PORT=V-VALUE, found '" + text + "'");
            }
            try {
                Port port = Port.parse(text.substring(0, equals));
                inputs.setDefault(port, 0, VJson.read(text.substring(equals + 1), "V-value"));
            } catch (DmmException e) {
                throw new DmmException("--default: " + e.getMessage(), e);
            }
        }
    }

    /** Fails if a file cannot be opened; pipes are left alone, since opening one waits for whoever writes it. */
    void checkFiles() {
        for (String file : files) {
            Path path = file.equals(STANDARD_INPUT) ? null : Networks.file(file);
            if (path != null && (Files.isRegularFile(path) || Files.notExists(path))) {
                JsonLines.open(path).close();
            }
        }
    }

    /** Begins to read what was given. */
    List<EventReader> readers(Network network, EventInputs inputs) {
        List<JsonLines> opened = new ArrayList<>();
        for (String file : files) {
            opened.add(
                    file.equals(STANDARD_INPUT)
                            ? JsonLines.of(new InputStreamReader(System.in, StandardCharsets.UTF_8), "standard input")
                            : JsonLines.open(Networks.file(file)));
        }
        return opened.stream()
                .map(lines -> EventReader.start(lines, network, inputs))
                .toList();
    }

    /** Cycles per second, infinite for {@code max}. */
    static double rate(String text) {
        if (text.equals("max")) {
            return Double.POSITIVE_INFINITY;
        }
        try {
            double rate = Double.parseDouble(text);
            if (rate > 0 && Double.isFinite(rate)) {
                return rate;
            }
        } catch (NumberFormatException e) {
            // the same sentence for everything that is no rate
        }
        throw new DmmException("--rate: found '" + text + "', expected a number of cycles per second above 0, or max");
    }
}
