package io.dmm4j.cli;

import io.dmm4j.events.EventLine;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonLines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Networks;
import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** JSON lines: one object {@code {"neuron.port": V, ...}} per cycle. Only one line is in memory. */
final class JsonLane implements Lane {
    private final List<Network> networks;
    private final String file;
    private final JsonLines lines;
    private JsonInput line; // the next; null after the last
    private String place;

    private JsonLane(String file, List<Network> networks) {
        this.file = file;
        this.networks = networks;
        lines = JsonLines.open(Networks.file(file));
        line = lines.next();
    }

    /**
     * Lanes of a file.
     *
     * @param networks those that must have the inputs that the file names
     */
    static Source source(String file, List<Network> networks) {
        java.nio.file.Path path = Networks.file(file);
        return new Source() {
            @Override
            public Lane open() {
                return new JsonLane(file, networks);
            }

            @Override
            public boolean isRepeatable() {
                return Files.isRegularFile(path);
            }
        };
    }

    @Override
    public boolean isOver() {
        return line == null;
    }

    @Override
    public Map<Port, VValue> next() {
        if (line == null) {
            return Map.of();
        }
        Map<Port, VValue> fed = read(line);
        line = lines.next();
        return fed;
    }

    private Map<Port, VValue> read(JsonInput in) {
        in.peek();
        place = in.mark().toString();
        Map<Port, VValue> fed = EventLine.read(in, networks);
        in.endInput();
        return fed;
    }

    @Override
    public String place() {
        return place == null ? file : place;
    }

    @Override
    public void close() {
        lines.close();
    }
}
