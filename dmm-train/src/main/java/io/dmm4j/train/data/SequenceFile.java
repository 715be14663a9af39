package io.dmm4j.train.data;

import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonLines;
import io.dmm4j.net.Network;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Sequences as JSON lines, one per line. This page is the specification of the format.
 *
 * <pre>{@code
 * {"inputs": [{"input.char": {"t": 1}}, {}, {}], "targets": [{}, {}, {"in:output.dict-1": 1}], "mask": [0, 0, 1]}
 * }</pre>
 *
 * <dl>
 *   <dt>{@code inputs} <dd>required: an object per cycle, from external input ports to V-values; nothing is fed to a port that
 *       is not named.
 *   <dt>{@code targets} <dd>an object per cycle, from probes, as {@link Probe#parse} reads them, to V-values; nothing is
 *       wanted, that is 0 everywhere, at a probe that is not named. May be left out where a teacher tells.
 *   <dt>{@code mask} <dd>a number per cycle, not negative: how much it counts; 1 unless given.
 * </dl>
 *
 * <p>A cycle names a port or a probe once, however it is spelled.
 */
public final class SequenceFile {
    private SequenceFile() {}

    /**
     * Reads all sequences of a file.
     *
     * @param network the network that they are for
     * @param precision in which all numbers must be finite
     * @throws DmmException with file, line and column, if the file does not fit the format, the network or the precision
     */
    public static List<Sequence> read(java.nio.file.Path file, Network network, Precision precision) {
        try (JsonLines lines = JsonLines.open(file)) {
            return read(lines, network, precision, file.toString());
        }
    }

    /** Reads all sequences of lines; {@code source} is what errors call them. */
    public static List<Sequence> read(JsonLines lines, Network network, Precision precision, String source) {
        List<Sequence> all = new ArrayList<>();
        for (JsonInput in = lines.next(); in != null; in = lines.next()) {
            all.add(new SequenceFile.Line(in, network, precision).read());
        }
        if (all.isEmpty()) {
            throw new DmmException(source + ": found no sequences, expected at least one line");
        }
        return all;
    }

    /** One line. */
    private record Line(JsonInput in, Network network, Precision precision) {
        Sequence read() {
            List<Map<Port, VValue>> inputs = null;
            List<Map<Probe, VValue>> targets = List.of();
            double[] mask = null;
            JsonInput.Mark start = in.mark();
            in.beginObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "inputs" -> inputs = cycles(this::input);
                    case "targets" -> targets = cycles(text -> Probe.parse(text, network));
                    case "mask" -> mask = numbers();
                    default -> throw in.fail(Names.unknown("field", field, List.of("inputs", "targets", "mask")));
                }
            }
            in.endObject();
            in.endInput();
            if (inputs == null) {
                throw in.failAt(start, "a sequence without \"inputs\"");
            }
            try {
                Sequence s = new Sequence(inputs, targets, mask);
                s.requireFinite(precision);
                return s;
            } catch (DmmException e) {
                throw in.failAt(start, e.getMessage());
            }
        }

        private Port input(String text) {
            Port port = Port.parse(text);
            network.external(port);
            return port;
        }

        private <K> List<Map<K, VValue>> cycles(Function<String, K> key) {
            List<Map<K, VValue>> all = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                Map<K, VValue> cycle = new HashMap<>();
                in.beginObject();
                for (String text = in.nextField(); text != null; text = in.nextField()) {
                    K where = key(key, text);
                    if (cycle.containsKey(where)) {
                        throw in.fail(where + " is named twice in this cycle, expected it once");
                    }
                    cycle.put(where, in.readVValue());
                }
                in.endObject();
                all.add(cycle);
            }
            in.endArray();
            return all;
        }

        private <K> K key(Function<String, K> key, String text) {
            try {
                return key.apply(text);
            } catch (DmmException e) {
                throw in.fail(e.getMessage());
            }
        }

        private double[] numbers() {
            List<Double> all = new ArrayList<>();
            in.beginArray();
            while (in.hasNext()) {
                all.add(in.readDouble());
            }
            in.endArray();
            return all.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }
}
