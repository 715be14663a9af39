package io.dmm4j.flatten;

import io.dmm4j.value.Path;
import io.dmm4j.value.VValue;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the paths of one shape stand among those of another, both in their own order. Positions count
 * numbers in pre-order, labels in String order. Results are kept: most pairs of shapes come many times.
 */
final class Alignment {
    private final Map<ShapePair, int[]> positions = new HashMap<>();
    private final Map<RunKey, int[]> runs = new HashMap<>();
    private final ShapePool pool;

    private record RunKey(ShapePair sourceAndTarget, Path path) {}

    Alignment(ShapePool pool) {
        this.pool = pool;
    }

    /**
     * The runs of a link: triples (target position, source position, length) for the subtree of {@code
     * source} at {@code path} within {@code target}; paths that the target lacks are left out.
     */
    int[] runs(VValue source, Path path, VValue target) {
        return runs.computeIfAbsent(new RunKey(new ShapePair(source, target), path), key -> {
            int start = offset(source, path);
            return runs(positions(pool.subtree(source, path), target), start);
        });
    }

    private static int[] runs(int[] position, int start) {
        int[] triples = new int[3 * position.length];
        int n = 0;
        for (int i = 0; i < position.length; i++) {
            if (position[i] < 0) {
                continue;
            }
            if (n > 0
                    && position[i] == triples[n - 3] + triples[n - 1]
                    && start + i == triples[n - 2] + triples[n - 1]) {
                triples[n - 1]++;
            } else {
                triples[n++] = position[i];
                triples[n++] = start + i;
                triples[n++] = 1;
            }
        }
        return Arrays.copyOf(triples, n);
    }

    /** How many numbers of {@code shape} come before its subtree at {@code path}. */
    static int offset(VValue shape, Path path) {
        int offset = 0;
        VValue node = shape;
        for (String label : path.labels()) {
            offset += node.number() != 0 ? 1 : 0;
            for (int c = 0; c < node.childCount() && node.label(c).compareTo(label) < 0; c++) {
                offset += (int) node.child(c).size();
            }
            node = node.child(label);
        }
        return offset;
    }

    /** For each path of {@code part}, its position in {@code whole}, or −1; do not write to the result. */
    int[] positions(VValue part, VValue whole) {
        return positions.computeIfAbsent(new ShapePair(part, whole), k -> new Walk(part, whole).result);
    }

    /** Goes through both trees together, with frames on the heap since trees may be deep. */
    private static final class Walk {
        final int[] result;
        private int count;

        Walk(VValue part, VValue whole) {
            result = new int[Math.toIntExact(part.size())];
            Frame frame = enter(null, part, whole, 0);
            while (frame != null) {
                frame = frame.next < frame.part.childCount() ? down(frame) : frame.parent;
            }
        }

        private Frame enter(Frame parent, VValue part, VValue whole, int start) {
            boolean there = whole.number() != 0;
            if (part.number() != 0) {
                result[count++] = there ? start : -1;
            }
            return new Frame(parent, part, whole, start + (there ? 1 : 0));
        }

        private Frame down(Frame f) {
            String label = f.part.label(f.next);
            VValue child = f.part.child(f.next++);
            while (f.other < f.whole.childCount() && f.whole.label(f.other).compareTo(label) < 0) {
                f.offset += (int) f.whole.child(f.other++).size();
            }
            boolean there =
                    f.other < f.whole.childCount() && f.whole.label(f.other).equals(label);
            return enter(f, child, there ? f.whole.child(f.other) : VValue.EMPTY, f.offset);
        }
    }

    private static final class Frame {
        final Frame parent;
        final VValue part;
        final VValue whole;
        int offset; // position in the whole of its child number `other`
        int next;
        int other;

        Frame(Frame parent, VValue part, VValue whole, int offset) {
            this.parent = parent;
            this.part = part;
            this.whole = whole;
            this.offset = offset;
        }
    }
}
