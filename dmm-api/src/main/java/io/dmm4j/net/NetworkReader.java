package io.dmm4j.net;

import io.dmm4j.json.JsonInput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads one network in the format of {@link NetworkJson}. What names neurons is resolved when all have been read. */
final class NetworkReader {
    private static final List<String> FIELDS =
            List.of("format", "name", "schedule", "neurons", "matrix", "self", "initial", "kinds", "probes");
    private static final List<String> MATRIX_FIELDS = List.of("rank", "trainable", "fixed");

    private final JsonInput in;
    private final Network.Builder builder = Network.builder();
    private final List<MatrixText> matrices = new ArrayList<>();
    private final List<Initial> initial = new ArrayList<>();
    private final List<Watched> probes = new ArrayList<>();
    private final List<Kind> kinds = new ArrayList<>();
    private MatrixFormat matrixFormat;
    private SelfReader self;
    private boolean hasFormat;
    private boolean hasNeurons;

    private record Initial(JsonInput.Mark mark, Port port, VValue value) {}

    private record Watched(JsonInput.Mark mark, String text) {}

    private record Kind(JsonInput.Mark mark, String text, String kind) {}

    NetworkReader(JsonInput in) {
        this.in = in;
    }

    Network read() {
        in.beginObject();
        JsonInput.Mark start = in.mark();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            field(field);
        }
        in.endObject();
        in.endInput();
        required(start, hasFormat, "\"format\": \"" + NetworkJson.FORMAT + "\"");
        required(start, hasNeurons, "\"neurons\"");
        return assemble();
    }

    private void required(JsonInput.Mark at, boolean there, String what) {
        if (!there) {
            throw in.failAt(at, "expected a network with the field " + what + ", found none");
        }
    }

    private void field(String field) {
        switch (field) {
            case "format" -> format();
            case "name" -> builder.name(in.readString());
            case "schedule" -> schedule();
            case "neurons" -> neurons();
            case "matrix" -> matrix();
            case "self" -> self = SelfReader.read(in);
            case "initial" -> initial();
            case "kinds" -> kinds();
            case "probes" -> probes();
            default ->
                throw in.fail(Names.unknown("field of a network", field, FIELDS)
                        + (hasFormat ? "" : "; a matrix in a file of its own is given beside a network"));
        }
    }

    private void format() {
        if (!in.readString().equals(NetworkJson.FORMAT)) {
            throw in.expected("the string \"" + NetworkJson.FORMAT + "\"");
        }
        hasFormat = true;
    }

    private void schedule() {
        String text = in.readString();
        List<String> known = new ArrayList<>();
        for (Schedule s : Schedule.values()) {
            known.add(s.name().toLowerCase(Locale.ROOT));
        }
        if (!known.contains(text)) {
            throw in.fail(Names.unknown("schedule", text, known));
        }
        builder.schedule(Schedule.values()[known.indexOf(text)]);
    }

    private void neurons() {
        NeuronReader reader = new NeuronReader(in);
        in.beginArray();
        while (in.hasNext()) {
            JsonInput.Mark at = in.mark();
            Neuron neuron = reader.read();
            try {
                builder.add(neuron);
            } catch (DmmException e) {
                throw in.failAt(at, e.getMessage());
            }
        }
        in.endArray();
        hasNeurons = true;
    }

    private void matrix() {
        in.beginObject();
        JsonInput.Mark start = in.mark();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "rank" -> matrixFormat = rank();
                case "trainable" -> matrices.add(0, new MatrixText(LocatedNumbers.read(in), true));
                case "fixed" -> matrices.add(new MatrixText(LocatedNumbers.read(in), false));
                default -> throw in.fail(Names.unknown("field of a matrix", field, MATRIX_FIELDS));
            }
        }
        in.endObject();
        if (matrixFormat == null) {
            throw in.failAt(start, "expected the field \"rank\", 4 or 6, found none");
        }
    }

    private MatrixFormat rank() {
        long rank = in.readLong();
        try {
            return MatrixFormat.ofRank(rank);
        } catch (DmmException e) {
            throw in.fail(e.getMessage());
        }
    }

    private void initial() {
        in.beginObject();
        for (String neuron = in.nextField(); neuron != null; neuron = in.nextField()) {
            in.beginObject();
            for (String port = in.nextField(); port != null; port = in.nextField()) {
                JsonInput.Mark at = in.mark();
                initial.add(new Initial(at, Port.of(neuron, port), in.readVValue()));
            }
            in.endObject();
        }
        in.endObject();
    }

    private void probes() {
        in.beginArray();
        while (in.hasNext()) {
            String text = in.readString();
            probes.add(new Watched(in.mark(), text));
        }
        in.endArray();
    }

    private void kinds() {
        in.beginObject();
        for (String port = in.nextField(); port != null; port = in.nextField()) {
            String kind = in.readString();
            kinds.add(new Kind(in.mark(), port, kind));
        }
        in.endObject();
    }

    private StreamKinds kinds(Network bare) {
        Map<Port, String> inputs = new LinkedHashMap<>();
        Map<Port, String> outputs = new LinkedHashMap<>();
        for (Kind k : kinds) {
            place(k.mark, () -> {
                Probe p = Probe.parse("kind of", k.text, bare);
                Map<Port, String> side = p.side() == Probe.Side.IN ? inputs : outputs;
                if (k.kind.isEmpty()) {
                    throw new DmmException("expected the name of a kind, found the empty text");
                } else if (side.putIfAbsent(p.port(), k.kind) != null) {
                    throw new DmmException("the kind of " + p + " is given twice, expected it once");
                }
            });
        }
        return new StreamKinds(inputs, outputs);
    }

    private Network assemble() {
        Network bare = builder.kinds(kinds(builder.build())).build();
        NetworkCheck check = new NetworkCheck(bare);
        for (Initial i : initial) {
            place(i.mark, () -> check.initial(i.port, i.value));
            builder.initial(i.port.neuron(), i.port.port(), i.value);
        }
        for (Watched w : probes) {
            place(w.mark, () -> builder.probe(Probe.parse(w.text, bare)));
        }
        List<List<Link>> links = new ArrayList<>();
        for (MatrixText m : matrices) {
            links.add(m.links(matrixFormat, bare));
            links.get(links.size() - 1).forEach(builder::add);
        }
        if (self != null) {
            place(self.mark(), () -> check.self(self.matrix()));
            builder.self(self.matrix());
        }
        return build(links, check);
    }

    /** Builds; what is wrong with a link is looked for only when something is wrong. */
    private Network build(List<List<Link>> links, NetworkCheck check) {
        try {
            return builder.build();
        } catch (DmmException unplaced) {
            for (int m = 0; m < links.size(); m++) {
                matrices.get(m).check(links.get(m), check);
            }
            throw unplaced;
        }
    }

    private void place(JsonInput.Mark at, Runnable action) {
        try {
            action.run();
        } catch (DmmException e) {
            throw in.failAt(at, e.getMessage());
        }
    }
}
