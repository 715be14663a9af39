package io.dmm4j.flatten;

import io.dmm4j.hash.Labels;
import io.dmm4j.value.TreeVisitor;
import io.dmm4j.value.VValue;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/** Gives trees back from rows: a shape and a number for each of its paths make a V-value. */
final class RowReader implements TreeVisitor {
    private final Labels labels;
    private final int firstSpare;
    private final IntToDoubleFunction numbers;
    private final ArrayDeque<Node> open = new ArrayDeque<>();
    private int next;
    private VValue result = VValue.EMPTY;

    /** A node whose children are being read. */
    private static final class Node {
        final String label;
        final double number;
        String[] labels;
        VValue[] children;
        int count;
        boolean unsorted;

        Node(String label, double number, int children) {
            this.label = label;
            this.number = number;
            labels = new String[children];
            this.children = new VValue[children];
        }

        void add(String childLabel, VValue child) {
            unsorted |= count > 0 && labels[count - 1].compareTo(childLabel) >= 0;
            labels[count] = childLabel;
            children[count++] = child;
        }

        VValue build() {
            if (!unsorted) {
                return VValue.node(number, Arrays.copyOf(labels, count), Arrays.copyOf(children, count));
            }
            TreeMap<String, VValue> sorted = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                sorted.merge(labels[i], children[i], VValue::plus);
            }
            return VValue.node(number, sorted);
        }
    }

    private RowReader(Labels labels, int firstSpare, IntToDoubleFunction numbers) {
        this.labels = labels;
        this.firstSpare = firstSpare;
        this.numbers = numbers;
    }

    /**
     * The tree of a shape.
     *
     * @param labels the texts that spare labels are bound to
     * @param firstSpare the id of spare label 0
     * @param numbers the number of each path of the shape, by position
     */
    static VValue read(VValue shape, Labels labels, int firstSpare, IntToDoubleFunction numbers) {
        if (shape.isEmpty()) {
            return VValue.EMPTY;
        }
        RowReader r = new RowReader(labels, firstSpare, numbers);
        shape.walk(r);
        return r.result;
    }

    @Override
    public void enter(String label, VValue node) {
        double number = node.number() != 0 ? numbers.applyAsDouble(next++) : 0;
        open.push(new Node(label, number, node.childCount()));
    }

    @Override
    public void leave(VValue node) {
        Node done = open.pop();
        VValue tree = done.build();
        if (open.isEmpty()) {
            result = tree;
        } else if (!tree.isEmpty() && isNamed(done.label)) {
            open.peek().add(text(done.label), tree);
        }
    }

    /** Rows of a spare label that no word has taken hold 0, or NaN where an infinity met that 0: nobody's numbers. */
    private boolean isNamed(String label) {
        return !Spare.is(label) || labels.isBound(firstSpare + Spare.number(label));
    }

    private String text(String label) {
        return Spare.is(label) ? labels.text(firstSpare + Spare.number(label)) : label;
    }
}
