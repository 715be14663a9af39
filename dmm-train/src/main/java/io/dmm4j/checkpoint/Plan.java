package io.dmm4j.checkpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * How a run computes: what must be equal for a resumed run to give the bits of an uninterrupted one.
 *
 * @param backend the backend's name, such as {@code cpu}
 * @param precision {@code float32} or {@code float64}
 * @param threads how many threads
 * @param kernels which kernels, with the width of their vectors, such as {@code vector-256}
 * @param jdk the JDK's version
 */
public record Plan(String backend, String precision, long threads, String kernels, String jdk) {
    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("backend", backend);
        fields.put("precision", precision);
        fields.put("threads", Long.toString(threads));
        fields.put("kernels", kernels);
        fields.put("jdk", jdk);
        return fields;
    }

    /**
     * What differs in the plan of a run that goes on from a checkpoint with this one, in words such as {@code threads 4
     * instead of 2}; empty if nothing does.
     */
    public Optional<String> difference(Plan now) {
        StringJoiner words = new StringJoiner(", ").setEmptyValue("");
        Map<String, String> fields = now.fields();
        fields().forEach((name, then) -> {
            if (!fields.get(name).equals(then)) {
                words.add(name + " " + fields.get(name) + " instead of " + then);
            }
        });
        return words.length() == 0 ? Optional.empty() : Optional.of(words.toString());
    }

    void write(Map<String, String> metadata) {
        fields().forEach((name, value) -> metadata.put("plan." + name, value));
    }

    static Plan read(Metadata metadata) {
        return new Plan(
                metadata.text("plan.backend"),
                metadata.text("plan.precision"),
                metadata.integer("plan.threads"),
                metadata.text("plan.kernels"),
                metadata.text("plan.jdk"));
    }
}
