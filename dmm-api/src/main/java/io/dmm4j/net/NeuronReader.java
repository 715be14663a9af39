package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonInput;
import io.dmm4j.value.DmmException;
import io.dmm4j.value.Names;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads the neurons of a network file; neurons of one type share it. */
final class NeuronReader {
    private static final List<String> FIELDS =
            List.of("name", "type", "parameters", "idleInputs", "idleOutputs", "external");
    private static final List<String> PORT_FIELDS = List.of("paths", "open");

    private final JsonInput in;
    private final Map<List<Object>, NeuronType> types = new HashMap<>();

    NeuronReader(JsonInput in) {
        this.in = in;
    }

    /** What an object has said so far. */
    private static final class Draft {
        String name;
        NeuronType type;
        JsonInput.Mark typed; // where the first field stands that only neurons with a type have
        final Map<String, VValue> parameters = new LinkedHashMap<>();
        final List<String> idleInputs = new ArrayList<>();
        final List<String> idleOutputs = new ArrayList<>();
        Map<String, ExternalPort> external;
    }

    Neuron read() {
        in.beginObject();
        JsonInput.Mark start = in.mark();
        Draft d = new Draft();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            field(field, d);
        }
        in.endObject();
        if (d.name == null) {
            throw in.failAt(start, "expected a neuron with the field \"name\", found none");
        } else if ((d.type == null) == (d.external == null)) {
            throw in.failAt(
                    start,
                    "neuron '" + d.name + "': expected either \"type\" or \"external\", found "
                            + (d.type == null ? "neither" : "both"));
        } else if (d.external != null && d.typed != null) {
            throw in.failAt(d.typed, "expected this beside \"type\" only, found it beside \"external\"");
        }
        return placed(start, () -> neuron(d));
    }

    private void field(String field, Draft d) {
        JsonInput.Mark at = in.mark();
        switch (field) {
            case "name" -> d.name = in.readString();
            case "type" -> d.type = type();
            case "parameters" -> {
                d.typed = at;
                parameters(d.parameters);
            }
            case "idleInputs" -> {
                d.typed = at;
                strings(d.idleInputs);
            }
            case "idleOutputs" -> {
                d.typed = at;
                strings(d.idleOutputs);
            }
            case "external" -> d.external = external();
            default -> throw in.fail(Names.unknown("field of a neuron", field, FIELDS));
        }
    }

    private Neuron neuron(Draft d) {
        if (d.external != null) {
            return Neuron.external(d.name, d.external);
        }
        NeuronType type = types.computeIfAbsent(
                List.of(d.type.name(), List.copyOf(d.idleInputs), List.copyOf(d.idleOutputs)), k -> idle(d));
        return Neuron.of(d.name, type, d.parameters);
    }

    private static NeuronType idle(Draft d) {
        boolean none = d.idleInputs.isEmpty() && d.idleOutputs.isEmpty();
        return none ? d.type : d.type.withIdlePorts(d.idleInputs, d.idleOutputs);
    }

    private NeuronType type() {
        String name = in.readString();
        JsonInput.Mark at = in.mark();
        return placed(at, () -> types.computeIfAbsent(List.of(name, List.of(), List.of()), k -> Catalogue.type(name)));
    }

    private void parameters(Map<String, VValue> into) {
        in.beginObject();
        for (String p = in.nextField(); p != null; p = in.nextField()) {
            into.put(p, in.readVValue());
        }
        in.endObject();
    }

    private void strings(List<String> into) {
        in.beginArray();
        while (in.hasNext()) {
            String text = in.readString();
            if (into.contains(text)) {
                throw in.fail("expected each port once, found '" + text + "' again");
            }
            into.add(text);
        }
        in.endArray();
    }

    private Map<String, ExternalPort> external() {
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        in.beginObject();
        for (String port = in.nextField(); port != null; port = in.nextField()) {
            ports.put(port, port());
        }
        in.endObject();
        return ports;
    }

    private ExternalPort port() {
        Set<Path> paths = new TreeSet<>();
        boolean open = false;
        in.beginObject();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "paths" -> paths(paths);
                case "open" -> open = in.readBoolean();
                default -> throw in.fail(Names.unknown("field of an external port", field, PORT_FIELDS));
            }
        }
        in.endObject();
        return new ExternalPort(paths, open);
    }

    private void paths(Set<Path> into) {
        in.beginArray();
        while (in.hasNext()) {
            String text = in.readString();
            if (!into.add(placed(in.mark(), () -> Path.parse(text)))) {
                throw in.fail("expected each path once, found \"" + text + "\" again");
            }
        }
        in.endArray();
    }

    private <T> T placed(JsonInput.Mark at, Supplier<T> action) {
        try {
            return action.get();
        } catch (DmmException e) {
            throw in.failAt(at, e.getMessage());
        }
    }
}
