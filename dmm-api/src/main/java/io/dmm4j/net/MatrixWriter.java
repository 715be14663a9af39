package io.dmm4j.net;

import io.dmm4j.json.JsonOutput;
import io.dmm4j.value.Path;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Writes links as a matrix: rows and labels in the order of their first appearance, weights of 0 included. */
final class MatrixWriter {
    private Double number;
    private final Map<String, MatrixWriter> children = new LinkedHashMap<>();

    private MatrixWriter() {}

    /** Writes an object; {@code path} is where a link's weight stands in it. */
    static void write(Collection<Link> links, Function<Link, Path> path, JsonOutput out) {
        MatrixWriter root = new MatrixWriter();
        for (Link l : links) {
            MatrixWriter node = root;
            for (String label : path.apply(l).labels()) {
                node = node.children.computeIfAbsent(label, k -> new MatrixWriter());
            }
            node.number = l.weight();
        }
        root.write(out);
    }

    private record Frame(Frame parent, Iterator<Map.Entry<String, MatrixWriter>> rest) {}

    private void write(JsonOutput out) {
        out.beginObject();
        Frame frame = new Frame(null, children.entrySet().iterator());
        while (frame != null) {
            if (!frame.rest.hasNext()) {
                out.endObject();
                frame = frame.parent;
                continue;
            }
            Map.Entry<String, MatrixWriter> next = frame.rest.next();
            MatrixWriter node = next.getValue();
            out.field(next.getKey());
            if (node.children.isEmpty()) {
                out.value(node.number.doubleValue());
            } else {
                node.begin(out);
                frame = new Frame(frame, node.children.entrySet().iterator());
            }
        }
    }

    private void begin(JsonOutput out) {
        out.beginObject();
        if (number != null) {
            out.field(Path.NUMBER_KEY).value(number.doubleValue());
        }
    }
}
