package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import io.dmm4j.value.VValueBuilder;
import java.util.List;
import java.util.Map;

/**
 * A machine that grows a copy of a detector of duplicates for each kind of input when the first of that kind comes. The
 * detector under {@code template/} counts and shows the largest count; {@code edit/copy} writes its rows again under the
 * prefix of the kind, and the rows make the neurons. The kinds may be known beforehand or not.
 */
final class Growing {
    private static final List<String> KINDS = List.of("word", "number", "name");

    private Growing() {}

    /**
     * Reads {@code input.event}, {@code {kind: {what: 1}}} with the kinds word, number and name. A kind's copy counts
     * from the third cycle after the first event of its kind on; {@code KIND/report} shows an event four cycles later.
     */
    static Network detectors() {
        Network.Builder b = Network.builder()
                .name("grow/detectors")
                .add("self", "clj/accum")
                .self(new SelfMatrix(
                        Port.of("self", "single"),
                        MatrixFormat.RANK4,
                        Map.of(
                                "*/count", Catalogue.type("lite/accum"),
                                "*/norm", Catalogue.type("lite/max-norm"))))
                .add(Neuron.external("input", Map.of("event", ExternalPort.OPEN)))
                .add("template/port", "lite/identity")
                .add("template/report", "lite/identity");
        VValueBuilder w = VValue.builder()
                .put(Path.of("self", "accum", "self", "single"), 1)
                .put(Path.of("template/count", "dict-1", "template/count", "dict"), 1)
                .put(Path.of("template/count", "dict-2", "template/port", "dict"), 1)
                .put(Path.of("template/norm", "dict", "template/count", "dict"), 1)
                .put(Path.of("template/report", "dict", "template/norm", "norm"), 1);
        for (String kind : KINDS) {
            kind(b, kind);
            w.put(Path.of("self", "delta", kind + "/grow", "edit"), 1);
            b.probe(Probe.out(kind + "/report", "dict"));
        }
        return b.initial("self", "single", w.build()).build();
    }

    /**
     * Reads {@code kind.name}, {@code {kind: 1}}, and in the same cycle {@code input.event}, {@code {kind: {what: 1}}}, for
     * any kinds. The first event of a kind makes {@code KIND/count}, {@code KIND/norm} and {@code KIND/excess} and links the
     * last to the alarm; they count from the third cycle after it on. {@code alarm.dict} shows, four cycles after an event,
     * by how much the largest counts of the kinds exceed 1, summed over kinds: something has come twice within its kind.
     */
    static Network anyKind() {
        VValueBuilder w = VValue.builder()
                .put(Path.of("self", "accum", "self", "single"), 1)
                .put(Path.of("self", "delta", "grow", "edit"), 1)
                .put(Path.of("self", "delta", "connect", "edit"), 1)
                .put(Path.of("template/count", "dict-1", "template/count", "dict"), 1)
                .put(Path.of("template/count", "dict-2", "input", "event", "*"), 1)
                .put(Path.of("template/norm", "dict", "template/count", "dict"), 1)
                .put(Path.of("template/excess", "dict-1", "template/norm", "norm"), 1)
                .put(Path.of("template/excess", "dict-2", "one", "const_1"), 1);
        return Network.builder()
                .name("grow/any-kind")
                .add("self", "clj/accum")
                .self(new SelfMatrix(
                        Port.of("self", "single"),
                        MatrixFormat.RANK4,
                        Map.of(
                                "*/count", Catalogue.type("lite/accum"),
                                "*/norm", Catalogue.type("lite/max-norm"),
                                "*/excess", Catalogue.type("lite/compare"))))
                .add(Neuron.external("kind", Map.of("name", ExternalPort.OPEN)))
                .add(Neuron.external("input", Map.of("event", ExternalPort.OPEN)))
                .add("one", "lite/const_1")
                .add("seen", "lite/accum")
                .add(
                        "grow",
                        "edit/copy-each(template, count.dict-1, count.dict-2, norm.dict, excess.dict-1, excess.dict-2)")
                .add(Neuron.of(
                        "connect",
                        Catalogue.type("edit/add-each"),
                        Map.of("value", VValue.of(Path.of("alarm", "dict", "*/excess", "true"), 1))))
                .add("alarm", "lite/identity")
                .fixed("seen", "dict-1", "seen", "dict", 1)
                .fixed("seen", "dict-2", "kind", "name", 1)
                .fixed("grow", "names", "kind", "name", 1)
                .fixed("grow", "known", "seen", "dict", 1)
                .fixed("grow", "matrix", "self", "single", 1)
                .fixed("connect", "names", "kind", "name", 1)
                .fixed("connect", "known", "seen", "dict", 1)
                .initial("self", "single", w.build())
                .probe(Probe.out("alarm", "dict"))
                .build();
    }

    /** {@code fresh} is a pulse: an event of this kind has arrived, and none had been seen before. */
    private static void kind(Network.Builder b, String kind) {
        String port = kind + "/port";
        String arrived = kind + "/arrived";
        String seen = kind + "/seen";
        String fresh = kind + "/fresh";
        String grow = kind + "/grow";
        b.add(port, "lite/identity")
                .add(arrived, "lite/max-norm")
                .add(seen, "lite/accum")
                .add(fresh, "lite/select")
                .add(
                        grow,
                        "edit/copy(" + kind
                                + ", template, port.dict, count.dict-1, count.dict-2, norm.dict, report.dict)")
                .add(kind + "/report", "lite/identity")
                .add(event(port, "dict", kind))
                .add(event(arrived, "dict", kind))
                .fixed(seen, "dict-1", seen, "dict", 1)
                .fixed(seen, "dict-2", arrived, "norm", 1)
                .fixed(fresh, "scalar", seen, "dict", 1)
                .fixed(fresh, "dict-2", arrived, "norm", 1)
                .fixed(grow, "when", fresh, "dict", 1)
                .fixed(grow, "matrix", "self", "single", 1);
    }

    private static Link event(String neuron, String input, String kind) {
        return new Link(Port.of(neuron, input), Port.of("input", "event"), Path.of(kind), 1, false);
    }
}
