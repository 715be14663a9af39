package io.dmm4j.value;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects numbers at paths, in any order, and makes a V-value of them. May be used on after {@link #build}, which
 * leaves it as it was. Not thread safe.
 */
public final class VValueBuilder {
    private final Node root = new Node();

    VValueBuilder() {}

    /** Sets the number at a path; the last one wins, and 0 takes the number away. */
    public VValueBuilder put(Path path, double number) {
        at(path).number = number;
        return this;
    }

    /** Adds to the number at a path. */
    public VValueBuilder add(Path path, double number) {
        at(path).number += number;
        return this;
    }

    /** Adds a whole tree at a path. */
    public VValueBuilder add(Path path, VValue tree) {
        Node node = at(path);
        tree.forEach((below, number) -> node.at(below).number += number);
        return this;
    }

    private Node at(Path path) {
        return root.at(path);
    }

    /** The tree of all numbers so far. */
    public VValue build() {
        Frame frame = new Frame(null, root);
        while (true) {
            if (frame.next < frame.labels.length) {
                frame = new Frame(frame, frame.node.children.get(frame.labels[frame.next]));
            } else {
                VValue done = VValue.node(frame.node.number, frame.labels, frame.done);
                frame = frame.parent;
                if (frame == null) {
                    return done;
                }
                frame.done[frame.next++] = done;
            }
        }
    }

    private static final class Node {
        double number;
        Map<String, Node> children = Map.of(); // replaced by a mutable one at the first child

        Node at(Path path) {
            Node node = this;
            for (String label : path.toArray()) {
                node.children = node.children.isEmpty() ? new HashMap<>() : node.children;
                node = node.children.computeIfAbsent(label, absent -> new Node());
            }
            return node;
        }
    }

    private static final class Frame {
        final Frame parent;
        final Node node;
        final String[] labels; // ascending
        final VValue[] done; // finished children, the first `next` of them
        int next;

        Frame(Frame parent, Node node) {
            this.parent = parent;
            this.node = node;
            labels = node.children.keySet().toArray(String[]::new);
            Arrays.sort(labels);
            done = new VValue[labels.length];
        }
    }
}
