package io.dmm4j.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.flatten.FlatMachine;
import io.dmm4j.json.VJson;
import io.dmm4j.net.ExternalPort;
import io.dmm4j.net.MatrixFormat;
import io.dmm4j.net.Network;
import io.dmm4j.net.Neuron;
import io.dmm4j.net.Port;
import io.dmm4j.net.Probe;
import io.dmm4j.net.SelfMatrix;
import io.dmm4j.spi.Machine;
import io.dmm4j.spi.MachineOptions;
import io.dmm4j.tree.TreeEngine;
import io.dmm4j.value.VValue;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Machines that edit their own matrix once, by each of the editing types, on the tree engine and here. */
class EditingTest {
    private static final String W = "{'t/a':{'dict-1':{'t/a':{'dict':0.5}},'dict-2':{'one':{'dict':1}}},"
            + "'r':{'dict-1':{'t/a':{'dict':4}}}}";
    private static final Port SELF = Port.of("self", "single");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "edit/add | {'r':{'dict-2':{'one':{'dict':2}}}}",
                "edit/scale(0.5, /r) | {'r':{'dict-1':{'t/a':{'dict':-2}}}}",
                "edit/delete(/t~1a/dict-2, /r) |"
                        + " {'t/a':{'dict-2':{'one':{'dict':-1}}},'r':{'dict-1':{'t/a':{'dict':-4}}}}",
                "edit/connect(/r/dict-2, /u~1a/dict-1) |"
                        + " {'r':{'dict-2':{'one':{'dict':1}}},'u/a':{'dict-1':{'one':{'dict':1}}}}",
                "edit/copy(u, t, a.dict-1, a.dict-2) |"
                        + " {'u/a':{'dict-1':{'u/a':{'dict':0.5}},'dict-2':{'one':{'dict':1}}}}",
                "edit/split(t/b, t/a, t/a.dict-1, t/a.dict-2, r.dict-1) |"
                        + " {'t/b':{'dict-1':{'t/a':{'dict':0.5}},'dict-2':{'one':{'dict':1}}},"
                        + "'r':{'dict-1':{'t/a':{'dict':-2},'t/b':{'dict':2}}}}",
                "edit/merge(one, t/a, t/a.dict-1, t/a.dict-2, r.dict-1) |"
                        + " {'t/a':{'dict-1':{'t/a':{'dict':-0.5}},'dict-2':{'one':{'dict':-1}}},"
                        + "'r':{'dict-1':{'t/a':{'dict':-4},'one':{'dict':4}}}}",
            })
    void theMatrixIsEditedTwoCyclesAfterThePulse(String type, String expected) {
        VValue edit = tree(expected);
        Network n = machine(type, edit);
        MachineOptions o = MachineOptions.DEFAULT.withWindow(12);
        try (Machine slow = new TreeEngine(n, o);
                Machine fast = new FlatMachine(n, new CpuBackend(), o)) {
            for (Machine m : List.of(slow, fast)) {
                m.feed(3, 0, Port.of("pulse", "now"), VValue.of(1));
                m.run(12);
            }
            VValue before = n.initial().get(SELF);
            for (int t = 1; t <= 12; t++) {
                assertEquals(t < 5 ? before : before.plus(edit), slow.probed(t, 0, 0), "cycle " + t);
                assertEquals(slow.probed(t, 0, 0), fast.probed(t, 0, 0), "cycle " + t);
                assertEquals(slow.probed(t, 1, 0), fast.probed(t, 1, 0), "cycle " + t);
            }
        }
    }

    private static Network machine(String type, VValue edit) {
        Map<String, VValue> value = type.equals("edit/add") ? Map.of("value", edit) : Map.of();
        Network.Builder b = Network.builder()
                .add("self", "clj/accum")
                .add("one", "lite/const")
                .add("r", "lite/accum")
                .add(Neuron.external(
                        "pulse", Map.of("now", ExternalPort.of(java.util.Set.of(io.dmm4j.value.Path.ROOT)))))
                .add(Neuron.of("editor", Catalogue.type(type), value))
                .self(new SelfMatrix(SELF, MatrixFormat.RANK4, Map.of("*", Catalogue.type("lite/accum"))))
                .fixed("self", "accum", "self", "single", 1)
                .fixed("self", "delta", "editor", "edit", 1)
                .fixed("editor", "when", "pulse", "now", 1)
                .initial("self", "single", tree(W))
                .probe(Probe.out("self", "single"))
                .probe(Probe.out("r", "dict"));
        List<String> inputs = Catalogue.type(type).inputs();
        if (inputs.contains("matrix")) {
            b.fixed("editor", "matrix", "self", "single", 1);
        }
        if (inputs.contains("row")) {
            b.add(Neuron.of("row", Catalogue.type("lite/const"), Map.of("value", tree("{'one':{'dict':1}}"))))
                    .fixed("editor", "row", "row", "dict", 1);
        }
        return b.build();
    }

    private static VValue tree(String json) {
        return VJson.read(json.replace('\'', '"'), "test");
    }
}
