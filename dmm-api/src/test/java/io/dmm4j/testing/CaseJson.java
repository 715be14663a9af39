package io.dmm4j.testing;

import io.dmm4j.expr.NeuronType;
import io.dmm4j.json.JsonInput;
import io.dmm4j.json.JsonOutput;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.Schedule;
import io.dmm4j.spi.Precision;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cases as JSON, whole: types with their expressions, links in their order, so that a file replays what was drawn even
 * when the drawing has changed. A list of small arrays and objects in the order of {@link NetworkCase}; written for
 * replaying and reading, not a format for users (that is {@link io.dmm4j.net.NetworkJson}).
 */
final class CaseJson {
    private CaseJson() {}

    // ---- writing -----------------------------------------------------------------------------------------

    static void write(NetworkCase c, String difference, JsonOutput out) {
        Network n = c.network();
        List<NeuronType> types = new ArrayList<>(new LinkedHashSet<>(n.neurons().stream()
                .filter(x -> !x.isExternal())
                .map(Neuron::type)
                .toList()));
        out.beginObject().field("difference").value(difference);
        out.field("group")
                .value(c.group().name())
                .field("precision")
                .value(c.precision().name());
        out.field("seed").value(c.seed()).field("lanes").value(c.lanes());
        out.field("liveOnly").value(c.liveOnly()).field("closed").value(c.closed());
        out.field("windows").beginArray();
        c.windows().forEach(out::value);
        out.endArray().field("schedule").value(n.schedule().name());
        out.field("types").beginArray();
        types.forEach(t -> type(t, out));
        out.endArray().field("neurons").beginArray();
        n.neurons().forEach(x -> neuron(x, types, out));
        out.endArray().field("links").beginArray();
        n.links().forEach(l -> link(l, out));
        out.endArray().field("initial").beginArray();
        n.initial().forEach((port, v) -> port(port, out.beginArray()).value(v).endArray());
        out.endArray().field("probes").beginArray();
        n.probes().forEach(p -> port(p.port(), out.beginArray().value(p.side().name()))
                .endArray());
        out.endArray().field("feeds").beginArray();
        c.feeds().forEach(f -> port(f.input(), out.beginArray().value(f.cycle()).value(f.lane()))
                .value(f.value())
                .endArray());
        out.endArray().endObject();
    }

    private static JsonOutput port(Port p, JsonOutput out) {
        return out.value(p.neuron()).value(p.port());
    }

    private static void link(Link l, JsonOutput out) {
        port(l.from(), port(l.to(), out.beginArray()));
        out.value(l.path().toString()).value(l.weight()).value(l.trainable()).endArray();
    }

    private static void type(NeuronType t, JsonOutput out) {
        out.beginObject().field("name").value(t.name()).field("inputs").beginArray();
        t.inputs().forEach(out::value);
        out.endArray().field("outputs").beginObject();
        t.outputs().forEach((port, e) -> Exprs.write(e, out.field(port)));
        out.endObject().field("labels").beginObject();
        t.restrictedLabels().forEach((port, labels) -> {
            out.field(port).beginArray();
            new TreeSet<>(labels).forEach(out::value);
            out.endArray();
        });
        out.endObject().field("parameters").beginObject();
        t.parameters().forEach((p, v) -> out.field(p)
                .beginArray()
                .value(v.value())
                .value(v.trainable())
                .endArray());
        out.endObject().endObject();
    }

    private static void neuron(Neuron n, List<NeuronType> types, JsonOutput out) {
        out.beginObject().field("name").value(n.name());
        if (n.isExternal()) {
            out.field("external").beginObject();
            n.external().forEach((port, e) -> {
                out.field(port).beginArray().value(e.open());
                e.paths().forEach(p -> out.value(p.toString()));
                out.endArray();
            });
            out.endObject();
        } else {
            out.field("type").value(types.indexOf(n.type())).field("parameters").beginObject();
            n.parameters().forEach((p, v) -> out.field(p).value(v));
            out.endObject();
        }
        out.endObject();
    }

    // ---- reading, in the order of writing ------------------------------------------------------------------

    static NetworkCase read(JsonInput in) {
        in.beginObject();
        field(in, "difference").readString();
        Group group = Group.valueOf(field(in, "group").readString());
        Precision precision = Precision.valueOf(field(in, "precision").readString());
        long seed = field(in, "seed").readLong();
        int lanes = field(in, "lanes").readInt();
        boolean liveOnly = field(in, "liveOnly").readBoolean();
        boolean closed = field(in, "closed").readBoolean();
        List<Integer> windows = new ArrayList<>();
        each(in, "windows", () -> windows.add(in.readInt()));
        Network.Builder b = Network.builder()
                .schedule(Schedule.valueOf(field(in, "schedule").readString()));
        List<NeuronType> types = new ArrayList<>();
        each(in, "types", () -> types.add(type(in)));
        each(in, "neurons", () -> b.add(neuron(in, types)));
        each(in, "links", () -> b.add(link(in)));
        each(in, "initial", () -> {
            in.beginArray();
            b.initial(in.readString(), in.readString(), in.readVValue());
            in.endArray();
        });
        each(in, "probes", () -> {
            in.beginArray();
            b.probe(new Probe(Probe.Side.valueOf(in.readString()), port(in)));
            in.endArray();
        });
        List<NetworkCase.Feed> feeds = new ArrayList<>();
        each(in, "feeds", () -> {
            in.beginArray();
            feeds.add(new NetworkCase.Feed(in.readInt(), in.readInt(), port(in), in.readVValue()));
            in.endArray();
        });
        in.endObject();
        return new NetworkCase(group, precision, seed, b.build(), lanes, windows, feeds, liveOnly, closed);
    }

    private static JsonInput field(JsonInput in, String name) {
        String found = in.nextField();
        if (!name.equals(found)) {
            throw in.fail("expected the field '" + name + "', found '" + found + "'");
        }
        return in;
    }

    private static void each(JsonInput in, String name, Runnable element) {
        field(in, name).beginArray();
        while (in.hasNext()) {
            element.run();
        }
        in.endArray();
    }

    private static Port port(JsonInput in) {
        return Port.of(in.readString(), in.readString());
    }

    private static Link link(JsonInput in) {
        in.beginArray();
        Link l = new Link(port(in), port(in), Path.parse(in.readString()), in.readDouble(), in.readBoolean());
        in.endArray();
        return l;
    }

    private static NeuronType type(JsonInput in) {
        in.beginObject();
        NeuronType.Builder b = NeuronType.named(field(in, "name").readString());
        List<String> inputs = new ArrayList<>();
        each(in, "inputs", () -> inputs.add(in.readString()));
        field(in, "outputs").beginObject();
        for (String port = in.nextField(); port != null; port = in.nextField()) {
            b.output(port, Exprs.read(in));
        }
        in.endObject();
        field(in, "labels").beginObject();
        for (String port = in.nextField(); port != null; port = in.nextField()) {
            b.restrictLabels(port, strings(in));
        }
        in.endObject();
        field(in, "parameters").beginObject();
        for (String p = in.nextField(); p != null; p = in.nextField()) {
            in.beginArray();
            b.parameter(p, in.readVValue(), in.readBoolean());
            in.endArray();
        }
        in.endObject();
        in.endObject();
        inputs.forEach(b::idleInput);
        return b.build();
    }

    private static List<String> strings(JsonInput in) {
        List<String> all = new ArrayList<>();
        in.beginArray();
        while (in.hasNext()) {
            all.add(in.readString());
        }
        in.endArray();
        return all;
    }

    private static Neuron neuron(JsonInput in, List<NeuronType> types) {
        in.beginObject();
        String name = field(in, "name").readString();
        String kind = in.nextField();
        Neuron n = kind.equals("external")
                ? Neuron.external(name, external(in))
                : Neuron.of(name, types.get(in.readInt()), parameters(in));
        in.endObject();
        return n;
    }

    private static Map<String, VValue> parameters(JsonInput in) {
        Map<String, VValue> own = new LinkedHashMap<>();
        field(in, "parameters").beginObject();
        for (String p = in.nextField(); p != null; p = in.nextField()) {
            own.put(p, in.readVValue());
        }
        in.endObject();
        return own;
    }

    private static Map<String, ExternalPort> external(JsonInput in) {
        Map<String, ExternalPort> ports = new LinkedHashMap<>();
        in.beginObject();
        for (String port = in.nextField(); port != null; port = in.nextField()) {
            in.beginArray();
            boolean open = in.readBoolean();
            Set<Path> paths = new LinkedHashSet<>();
            while (in.hasNext()) {
                paths.add(Path.parse(in.readString()));
            }
            in.endArray();
            ports.put(port, new ExternalPort(paths, open));
        }
        in.endObject();
        return ports;
    }
}
