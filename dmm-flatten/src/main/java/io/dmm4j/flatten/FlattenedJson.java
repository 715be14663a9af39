package io.dmm4j.flatten;

import io.dmm4j.expr.Expr;
import io.dmm4j.expr.NeuronType;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.FlatProgramJson;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.value.Names;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file of a flattened network, JSON:
 *
 * <pre>
 * {
 *   "format": "dmm4j-flattened/1",
 *   "name": "…",                      the network's name
 *   "spare": 64,                      spare labels of open ports
 *   "mentioned": ["."],               labels that never take a spare one's place
 *   "links": 9, "inRuns": 9, "oneRun": 9, "cycles": 0      statistics; cycles 0 means for ever
 *   "neurons": [{"name": "accum", "type": "lite/accum", "external": false, "open": [],
 *                "inputs":  [{"port": "dict-1", "row": 12, "shape": {"a": 1}}],
 *                "outputs": [{"port": "dict", "row": 3, "shape": {"a": 1}}]}],
 *   "probes": [["in", "output", "dict-1"]],
 *   "program": { … }                  see {@link FlatProgramJson}
 * }
 * </pre>
 *
 * A shape is a V-value of ones: the paths of the port, whose rows follow each other from {@code row} in the
 * order of paths. Labels that begin with U+FFFF are spare. A program that was read runs as it is; it
 * knows the ports of its network but not the links, and does not grow. Neurons that a held matrix makes have the type {@code
 * made}.
 */
public final class FlattenedJson {
    /** The value of the field {@code format}. */
    public static final String FORMAT = "dmm4j-flattened/1";

    private static final List<String> FIELDS = List.of(
            "format",
            "name",
            "spare",
            "mentioned",
            "links",
            "inRuns",
            "oneRun",
            "cycles",
            "neurons",
            "probes",
            "program");
    private static final String MADE = "made";
    private static final List<String> NEURON_FIELDS = List.of("name", "type", "external", "open", "inputs", "outputs");

    private final JsonInput in;
    private final Network.Builder shell = Network.builder();
    private final List<PortRows> inputs = new ArrayList<>();
    private final List<PortRows> outputs = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private FlatProgram program;
    private int spare;
    private final Set<String> mentioned = new LinkedHashSet<>();
    private final long[] statistics = new long[4];

    private FlattenedJson(JsonInput in) {
        this.in = in;
    }

    // ---- writing -----------------------------------------------------------------------------------

    /** Writes a flattened network. */
    public static void write(Flattened f, JsonOutput out) {
        SelfMatrix.refuseShared(f.network(), "be saved in a program");
        FlatStatistics s = f.statistics();
        out.beginObject().field("format").value(FORMAT);
        out.field("name").value(f.network().name());
        out.field("spare").value(f.spare());
        strings(out.field("mentioned"), f.mentioned());
        out.field("links").value(s.links()).field("inRuns").value(s.linksInRuns());
        out.field("oneRun").value(s.linksOneRun());
        out.field("cycles").value(s.cycles() == Shapes.FOREVER ? 0 : s.cycles());
        out.field("neurons").beginArray();
        f.network().neurons().forEach(n -> neuron(f, n, out));
        made(f).forEach((name, ports) -> made(name, ports, out));
        out.endArray().field("probes").beginArray();
        for (Probe p : f.network().probes()) {
            out.beginArray().value(p.side() == Probe.Side.IN ? "in" : "out");
            out.value(p.port().neuron()).value(p.port().port()).endArray();
        }
        out.endArray().field("program");
        FlatProgramJson.write(f.program(), out);
        out.endObject();
    }

    private static void strings(JsonOutput out, Iterable<String> items) {
        out.beginArray();
        items.forEach(out::value);
        out.endArray();
    }

    private static void neuron(Flattened f, Neuron n, JsonOutput out) {
        out.beginObject().field("name").value(n.name());
        out.field("type").value(n.isExternal() ? "" : n.type().name());
        out.field("external").value(n.isExternal());
        strings(
                out.field("open"),
                n.external().keySet().stream()
                        .filter(port -> n.external().get(port).open())
                        .toList());
        out.field("inputs").beginArray();
        n.inputs().forEach(port -> port(f.input(Port.of(n.name(), port)), out));
        out.endArray().field("outputs").beginArray();
        n.outputs().forEach(port -> port(f.output(Port.of(n.name(), port)), out));
        out.endArray().endObject();
    }

    /** The rows of neurons that are not declared, which a held matrix makes: those of inputs and those of outputs by name. */
    private static Map<String, List<List<PortRows>>> made(Flattened f) {
        Map<String, List<List<PortRows>>> found = new LinkedHashMap<>();
        for (int side = 0; side < 2; side++) {
            for (PortRows p : side == 0 ? f.inputs() : f.outputs()) {
                if (f.network().neuron(p.port().neuron()) == null) {
                    found.computeIfAbsent(p.port().neuron(), n -> List.of(new ArrayList<>(), new ArrayList<>()))
                            .get(side)
                            .add(p);
                }
            }
        }
        return found;
    }

    private static void made(String name, List<List<PortRows>> ports, JsonOutput out) {
        out.beginObject().field("name").value(name);
        out.field("type").value(MADE);
        out.field("external").value(false);
        out.field("open").beginArray().endArray();
        out.field("inputs").beginArray();
        ports.get(0).forEach(p -> port(p, out));
        out.endArray().field("outputs").beginArray();
        ports.get(1).forEach(p -> port(p, out));
        out.endArray().endObject();
    }

    private static void port(PortRows p, JsonOutput out) {
        out.beginObject().field("port").value(p.port().port()).field("row").value(p.row());
        out.field("shape").value(p.shape()).endObject();
    }

    // ---- reading -----------------------------------------------------------------------------------

    /** Reads a flattened network; the input stands at its value. */
    public static Flattened read(JsonInput in) {
        return new FlattenedJson(in).read();
    }

    private Flattened read() {
        in.beginObject();
        Set<String> seen = new LinkedHashSet<>();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            seen.add(field);
            switch (field) {
                case "format" -> format();
                case "name" -> shell.name(in.readString());
                case "spare" -> spare = in.readInt();
                case "mentioned" -> strings(mentioned);
                case "links" -> statistics[0] = in.readInt();
                case "inRuns" -> statistics[1] = in.readInt();
                case "oneRun" -> statistics[2] = in.readInt();
                case "cycles" -> statistics[3] = in.readLong();
                case "neurons" -> neurons();
                case "probes" -> probes();
                case "program" -> program = FlatProgramJson.read(in);
                default -> throw in.fail(Names.unknown("field", field, FIELDS));
            }
        }
        for (String field : FIELDS) {
            if (!seen.contains(field)) {
                throw in.fail("field '" + field + "' is missing");
            }
        }
        in.endObject();
        probes.forEach(shell::probe);
        long cycles = statistics[3] == 0 ? Shapes.FOREVER : statistics[3];
        FlatStatistics s = new FlatStatistics((int) statistics[0], (int) statistics[1], (int) statistics[2], cycles);
        Network network = shell.build();
        checkRows();
        return new Flattened(network, program, outputs, inputs, s, spare, mentioned);
    }

    private void format() {
        String found = in.readString();
        if (!found.equals(FORMAT)) {
            throw in.fail("format '" + found + "', expected '" + FORMAT + "'");
        }
    }

    private void neurons() {
        in.beginArray();
        while (in.hasNext()) {
            neuron();
        }
        in.endArray();
    }

    private void neuron() {
        String name = null;
        String type = "";
        boolean external = false;
        Set<String> open = new LinkedHashSet<>();
        Map<String, Object[]> ins = new LinkedHashMap<>();
        Map<String, Object[]> outs = new LinkedHashMap<>();
        in.beginObject();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
            switch (field) {
                case "name" -> name = in.readString();
                case "type" -> type = in.readString();
                case "external" -> external = in.readBoolean();
                case "open" -> strings(open);
                case "inputs" -> ports(ins);
                case "outputs" -> ports(outs);
                default -> throw in.fail(Names.unknown("field", field, NEURON_FIELDS));
            }
        }
        if (name == null) {
            throw in.fail("field 'name' is missing");
        }
        in.endObject();
        shell.add(external ? external(name, open, outs) : shell(name, type, ins, outs));
        place(name, ins, inputs);
        place(name, outs, outputs);
    }

    private void strings(Set<String> into) {
        in.beginArray();
        while (in.hasNext()) {
            into.add(in.readString());
        }
        in.endArray();
    }

    private static Neuron external(String name, Set<String> open, Map<String, Object[]> outs) {
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        outs.forEach((port, rows) -> {
            Set<Path> paths = new LinkedHashSet<>();
            ((VValue) rows[1]).forEach((p, one) -> paths.add(p));
            ports.put(port, new ExternalPort(paths, open.contains(port)));
        });
        return Neuron.external(name, ports);
    }

    /** A neuron of which only the ports are known. */
    private static Neuron shell(String name, String type, Map<String, Object[]> ins, Map<String, Object[]> outs) {
        NeuronType.Builder t = NeuronType.named(type);
        ins.keySet().forEach(t::idleInput);
        outs.keySet().forEach(port -> t.output(port, Expr.empty()));
        return Neuron.of(name, t.build());
    }

    private static void place(String neuron, Map<String, Object[]> ports, List<PortRows> into) {
        ports.forEach(
                (port, rows) -> into.add(new PortRows(Port.of(neuron, port), (Integer) rows[0], (VValue) rows[1])));
    }

    private void ports(Map<String, Object[]> ports) {
        in.beginArray();
        while (in.hasNext()) {
            String port = null;
            Integer row = null;
            VValue shape = VValue.EMPTY;
            in.beginObject();
            for (String field = in.nextField(); field != null; field = in.nextField()) {
                switch (field) {
                    case "port" -> port = in.readString();
                    case "row" -> row = in.readInt();
                    case "shape" -> shape = in.readVValue();
                    default -> throw in.fail(Names.unknown("field", field, List.of("port", "row", "shape")));
                }
            }
            if (port == null || row == null) {
                throw in.fail("a port needs the fields 'port' and 'row'");
            }
            in.endObject();
            ports.put(port, new Object[] {row, shape});
        }
        in.endArray();
    }

    private void probes() {
        in.beginArray();
        while (in.hasNext()) {
            in.beginArray();
            String side = in.readString();
            if (!side.equals("in") && !side.equals("out")) {
                throw in.fail("side '" + side + "', expected 'in' or 'out'");
            }
            String neuron = in.readString();
            String port = in.readString();
            in.endArray();
            probes.add(side.equals("in") ? Probe.in(neuron, port) : Probe.out(neuron, port));
        }
        in.endArray();
    }

    /** The rows of the ports must be those of the program's regions, each once. */
    private void checkRows() {
        check(outputs, 0, program.outputRows(), "outputs");
        check(inputs, program.outputRows(), program.inputRows(), "inputs");
    }

    private void check(List<PortRows> ports, int first, int rows, String what) {
        boolean[] taken = new boolean[rows];
        long total = 0;
        for (PortRows p : ports) {
            for (int i = 0; i < p.count(); i++) {
                int r = p.row() + i - first;
                if (r < 0 || r >= rows || taken[r]) {
                    throw in.fail("row " + (p.row() + i) + " of " + p.port() + ": expected a row of the " + what
                            + " that no other port has");
                }
                taken[r] = true;
            }
            total += p.count();
        }
        if (total != rows) {
            throw in.fail("the ports have " + total + " rows of " + what + ", the program has " + rows);
        }
    }
}
