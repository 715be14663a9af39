package io.dmm4j.flatten;

import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.net.Link;
import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The row runs of a held matrix on a given layout: one run or more per entry, sorted by target port, then in the order of
 * the entries; the gates of neurons; and the guards, which are the rows of the matrix that no entry stands for.
 */
final class HeldRuns {
    private final Wiring wiring;
    private final Shapes shapes;
    private final Layout layout;
    private final Alignment alignment;

    /**
     * Where entries stand in the state.
     *
     * @param row the row of each entry
     * @param guards rows of the matrix that no entry stands for
     * @param all whether each entry has a row
     */
    record Placed(int[] row, Ranges guards, boolean all) {}

    HeldRuns(Wiring wiring, Shapes shapes, Layout layout, Alignment alignment) {
        this.wiring = wiring;
        this.shapes = shapes;
        this.layout = layout;
        this.alignment = alignment;
    }

    /** The shape of the output that holds the matrix. */
    VValue matrix() {
        return shapes.out()[wiring.matrix];
    }

    /** Whether these entries need no row, port or neuron that the layout does not have. */
    boolean fit(Held held) {
        for (Link l : held.links) {
            int in = wiring.findIn(l.to());
            int out = wiring.findOut(l.from());
            if (in < 0 || out < 0 || !arrives(l.path(), out, in)) {
                return false;
            }
        }
        return held.network.names().stream().allMatch(n -> wiring.network.neuron(n) != null);
    }

    private boolean arrives(Path path, int out, int in) {
        int total = 0;
        int[] triples = alignment.runs(shapes.out()[out], path, shapes.in()[in]);
        for (int t = 2; t < triples.length; t += 3) {
            total += triples[t];
        }
        return total == shapes.out()[out].subtree(path).size();
    }

    /** Finds the rows of entries. */
    Placed place(List<Path> paths) {
        Map<Path, Integer> index = new HashMap<>();
        paths.forEach(p -> index.put(p, index.size()));
        int[] rowOf = new int[paths.size()];
        IntList start = new IntList();
        IntList length = new IntList();
        int[] at = {layout.outRow[wiring.matrix], 0, -1, 0}; // row, entries found, first guard, guards
        matrix().forEach((path, one) -> {
            Integer entry = index.get(path);
            if (entry != null) {
                rowOf[entry] = at[0];
                at[1]++;
                close(at, start, length);
            } else if (at[3]++ == 0) {
                at[2] = at[0];
            }
            at[0]++;
        });
        close(at, start, length);
        return new Placed(rowOf, new Ranges(start.toArray(), length.toArray()), at[1] == rowOf.length);
    }

    private static void close(int[] at, IntList start, IntList length) {
        if (at[3] > 0) {
            start.add(at[2]);
            length.add(at[3]);
            at[3] = 0;
        }
    }

    /** The runs of entries. */
    Runs runs(Held held, Placed placed) {
        int[] rowOf = placed.row;
        List<Link> links = held.links;
        Map<String, Integer> gates = gates();
        int[] to = new int[links.size()];
        Integer[] order = new Integer[to.length];
        for (int k = 0; k < to.length; k++) {
            to[k] = wiring.findIn(links.get(k).to());
            order[k] = k;
        }
        Arrays.sort(order, (a, b) -> Integer.compare(layout.inRow[to[a]], layout.inRow[to[b]]));
        Builder b = new Builder();
        for (int k : order) {
            int from = wiring.findOut(links.get(k).from());
            int[] triples = alignment.runs(shapes.out()[from], links.get(k).path(), shapes.in()[to[k]]);
            for (int t = 0; t < triples.length; t += 3) {
                b.add(layout.inRow[to[k]] + triples[t], layout.outRow[from] + triples[t + 1], triples[t + 2], rowOf[k]);
            }
        }
        for (int k = 0; k < to.length; k++) {
            Integer gate = gates.get(links.get(k).to().neuron());
            if (gate != null) {
                b.add(layout.inRow[gate], rowOf[k], 1, rowOf[k]);
            }
        }
        return b.build();
    }

    /** The input ports that tell whether a neuron is alive. */
    private Map<String, Integer> gates() {
        Map<String, Integer> found = new HashMap<>();
        for (int i = 0; i < wiring.ins.size(); i++) {
            if (wiring.ins.get(i).port().equals(Held.ALIVE)) {
                found.put(wiring.ins.get(i).neuron(), i);
            }
        }
        return found;
    }

    private static final class Builder {
        private final IntList x = new IntList();
        private final IntList y = new IntList();
        private final IntList n = new IntList();
        private final IntList w = new IntList();

        void add(int xRow, int yRow, int length, int weight) {
            x.add(xRow);
            y.add(yRow);
            n.add(length);
            w.add(weight);
        }

        Runs build() {
            return new Runs(x.toArray(), y.toArray(), n.toArray(), w.toArray());
        }
    }
}
