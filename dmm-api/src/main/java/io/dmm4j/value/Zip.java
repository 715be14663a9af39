package io.dmm4j.value;

import java.util.HashMap;
import java.util.Map;

/**
 * The walker that makes trees: goes through one or two trees together and builds the result from the leaves up, on
 * linked frames. What does not change is shared with the first tree. Pairs of large nodes that come again, as they do
 * where trees share sub-trees, are computed once, so the result shares what its arguments share.
 */
final class Zip {
    /** Trees with at least this many numbers between them are walked with a memory of finished pairs ... */
    private static final long LARGE = 1 << 16;

    /** ... of nodes with at least this many numbers. */
    private static final long REMEMBERED = 64;

    /** Which children of two nodes (a, b) are looked at, and what becomes of the others. */
    enum Cover {
        /** Those of a; those only in b vanish. */
        LEFT,
        /** Those of b; those only in a stay as they are. */
        RIGHT,
        /** Those of both together; those only in one vanish. */
        BOTH,
        /** All. */
        UNION
    }

    /** What to do at a pair of nodes; a pure function of the pair, and equal to every operation that does the same. */
    interface Op {
        /** The result for two nodes where it is known without looking inside, else {@code null}. */
        VValue enter(VValue a, VValue b);

        /** The number of the result; not asked where both are 0, for then it is 0. */
        double number(double a, double b);

        /** Which children to look at. */
        Cover cover(VValue a, VValue b);

        /** What to do at the children. */
        default Op below(VValue a, VValue b) {
            return this;
        }
    }

    private record Pair(VValue a, VValue b, Op op) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair that && a == that.a && b == that.b && op.equals(that.op);
        }

        @Override
        public int hashCode() {
            return (System.identityHashCode(a) * 31 + System.identityHashCode(b)) * 31 + op.hashCode();
        }
    }

    private final Map<Pair, VValue> finished;

    private Zip(boolean large) {
        finished = large ? new HashMap<>() : null;
    }

    static VValue run(VValue a, VValue b, Op op) {
        return new Zip(a.size + b.size >= LARGE).walk(a, b, op);
    }

    private VValue walk(VValue a, VValue b, Op op) {
        VValue done = known(a, b, op);
        Frame frame = null;
        while (true) {
            if (done == null) {
                frame = new Frame(frame, a, b, op);
            } else if (frame == null) {
                return done;
            } else {
                frame.put(done);
            }
            if (frame.advance()) {
                a = frame.x;
                b = frame.y;
                op = frame.below;
                done = known(a, b, op);
            } else {
                done = frame.build();
                remember(frame, done);
                frame = frame.parent;
            }
        }
    }

    private VValue known(VValue a, VValue b, Op op) {
        VValue done = op.enter(a, b);
        if (done == null && a.isLeaf() && b.isLeaf()) {
            return a.withNumber(number(op, a, b));
        } else if (done == null && isRemembered(a, b)) {
            return finished.get(new Pair(a, b, op));
        }
        return done;
    }

    private void remember(Frame frame, VValue done) {
        if (isRemembered(frame.a, frame.b)) {
            finished.put(new Pair(frame.a, frame.b, frame.op), done);
        }
    }

    private boolean isRemembered(VValue a, VValue b) {
        return finished != null && a.size + b.size >= REMEMBERED;
    }

    private static double number(Op op, VValue a, VValue b) {
        return a.number == 0 && b.number == 0 ? 0 : op.number(a.number, b.number);
    }

    /** A pair of nodes whose children are being gone through; results gather in label order. */
    private static final class Frame {
        final Frame parent;
        final VValue a;
        final VValue b;
        final Op op;
        final Op below;
        final Cover cover;
        final String[] labels;
        final VValue[] results;
        int count; // results so far
        int i; // the next child of a, or of the narrower node
        int j; // the next child of b
        String label; // the pair of children at hand: their label, and
        VValue x; // the child of a,
        VValue y; // and that of b

        Frame(Frame parent, VValue a, VValue b, Op op) {
            this.parent = parent;
            this.a = a;
            this.b = b;
            this.op = op;
            below = op.below(a, b);
            cover = op.cover(a, b);
            int capacity =
                    switch (cover) {
                        case LEFT -> a.children.length;
                        case RIGHT -> b.children.length;
                        case BOTH -> Math.min(a.children.length, b.children.length);
                        case UNION -> a.children.length + b.children.length;
                    };
            labels = new String[capacity];
            results = new VValue[capacity];
        }

        /** Moves to the next pair of children; false if there is none. */
        boolean advance() {
            return switch (cover) {
                case LEFT -> advanceLeft();
                case RIGHT -> advanceRight();
                case BOTH -> advanceBoth();
                case UNION -> advanceUnion();
            };
        }

        private boolean advanceLeft() {
            if (i == a.children.length) {
                return false;
            }
            label = a.labels[i];
            x = a.children[i++];
            y = b.child(label);
            return true;
        }

        private boolean advanceRight() {
            if (j == b.children.length) {
                return false;
            }
            label = b.labels[j];
            y = b.children[j++];
            x = a.child(label);
            return true;
        }

        private boolean advanceBoth() {
            boolean left = a.children.length <= b.children.length;
            while (left ? advanceLeft() : advanceRight()) {
                if (!x.isEmpty() && !y.isEmpty()) {
                    return true;
                }
            }
            return false;
        }

        private boolean advanceUnion() {
            boolean noneLeft = i == a.children.length;
            boolean noneRight = j == b.children.length;
            if (noneLeft && noneRight) {
                return false;
            }
            int order = noneLeft ? 1 : noneRight ? -1 : a.labels[i].compareTo(b.labels[j]);
            label = order <= 0 ? a.labels[i] : b.labels[j];
            x = order <= 0 ? a.children[i++] : VValue.EMPTY;
            y = order >= 0 ? b.children[j++] : VValue.EMPTY;
            return true;
        }

        void put(VValue result) {
            labels[count] = label;
            results[count++] = result;
        }

        VValue build() {
            VValue base = cover == Cover.BOTH ? VValue.EMPTY : a;
            return Edit.apply(base, number(op, a, b), labels, results, count);
        }
    }
}
