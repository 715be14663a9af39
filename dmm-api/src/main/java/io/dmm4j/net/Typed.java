package io.dmm4j.net;

import io.dmm4j.expr.Catalogue;
import io.dmm4j.value.VValue;
import java.util.LinkedHashMap;
import java.util.Map;

/** A machine whose ports say what kinds of streams they carry, so that links between two kinds are found out. */
final class Typed {
    private Typed() {}

    /** Reads {@code input.word} and shows at {@code above.true} by how much the largest count of a word is above 2. */
    static Network largestCount() {
        return Network.builder()
                .name("typed/largest-count")
                .add(Neuron.external("input", Map.of("word", ExternalPort.OPEN)))
                .add("counts", "lite/accum")
                .add("largest", "lite/max-norm")
                .add(Neuron.of("limit", Catalogue.type("lite/const"), Map.of("value", VValue.of(2))))
                .add("above", "lite/compare")
                .fixed("counts", "dict-1", "counts", "dict", 1)
                .fixed("counts", "dict-2", "input", "word", 1)
                .fixed("largest", "dict", "counts", "dict", 1)
                .fixed("above", "dict-1", "largest", "norm", 1)
                .fixed("above", "dict-2", "limit", "dict", 1)
                .kinds(new StreamKinds(
                        kinds(
                                "counts.dict-1 words",
                                "counts.dict-2 words",
                                "largest.dict words",
                                "above.dict-1 number",
                                "above.dict-2 number"),
                        kinds(
                                "input.word words",
                                "counts.dict words",
                                "largest.norm number",
                                "limit.dict number",
                                "above.true number",
                                "above.false number")))
                .probe(Probe.out("above", "true"))
                .build();
    }

    /** Kinds by port, from texts with a port, a space and its kind. */
    private static Map<Port, String> kinds(String... texts) {
        Map<Port, String> found = new LinkedHashMap<>();
        for (String text : texts) {
            String[] parts = text.split(" ");
            found.put(Port.parse(parts[0]), parts[1]);
        }
        return found;
    }
}
