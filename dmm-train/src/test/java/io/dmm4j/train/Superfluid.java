package io.dmm4j.train;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.json.VJson;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.Link;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;

/**
 * The published superfluid machine, from its initial outputs: the matrix is what {@code self.result} holds, read as an ordinary
 * matrix whose ones are fixed; the input neuron and its timer are an external input.
 */
final class Superfluid {
    private static final List<String> ACTIVATIONS =
            List.of("accum_add_args", "max_norm_dict", "dot_product", "compare_scalars");

    private Superfluid() {}

    static Network network() {
        VValue outputs = VJson.read(Published.file("superfluid-initial-outputs.json"));
        Network.Builder b = Network.builder()
                .name("superfluid")
                .add(Neuron.external("input", Map.of("char", ExternalPort.OPEN)))
                .add("const_1", "superfluid/const_1")
                .add("eos", "superfluid/eos")
                .add("output", "superfluid/output");
        for (String name : outputs.labels()) {
            if (name.startsWith("fluid")) {
                b.add(Neuron.of(name, Catalogue.superfluid("fluid", ACTIVATIONS).build()));
            }
        }
        for (String name : outputs.labels()) {
            VValue of = outputs.child(name);
            if (name.startsWith("fluid")) {
                b.initial(name, ":function", of.child(":function"));
            } else if (name.equals("const_1") || name.equals("eos")) {
                String port = name.equals("eos") ? "char" : "const_1";
                b.initial(name, port, of.child(port));
            }
        }
        links(outputs.child("self").child("result"), b);
        return b.build();
    }

    private static void links(VValue matrix, Network.Builder b) {
        for (String to : matrix.labels()) {
            boolean kept = to.startsWith("fluid") || to.equals("output");
            matrix.child(to).prefix(io.dmm4j.value.Path.of(to)).forEach((path, w) -> {
                boolean function = path.label(1).equals(":function");
                if (kept && !(function && to.equals("output"))) {
                    Port target = Port.of(to, path.label(1));
                    Port source = Port.of(path.label(2), path.label(3));
                    b.add(new Link(target, source, path.suffix(MatrixFormat.RANK4.rank()), w, w != 1));
                }
            });
        }
    }
}
