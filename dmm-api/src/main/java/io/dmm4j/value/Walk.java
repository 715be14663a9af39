package io.dmm4j.value;

import java.util.function.BiConsumer;

/** The walkers that read: one tree, or what two trees share. Their stacks are linked frames on the heap. */
final class Walk {
    private Walk() {}

    /** Visits every node in pre-order, children by label. */
    static void tree(VValue root, TreeVisitor visitor) {
        visitor.enter(null, root);
        Frame frame = new Frame(null, root, null);
        while (frame != null) {
            if (frame.next == frame.a.children.length) {
                visitor.leave(frame.a);
                frame = frame.parent;
            } else {
                int i = frame.next++;
                VValue child = frame.a.children[i];
                visitor.enter(frame.a.labels[i], child);
                if (child.isLeaf()) {
                    visitor.leave(child);
                } else {
                    frame = new Frame(frame, child, null);
                }
            }
        }
    }

    /** Visits, in pre-order, the pairs of nodes at each path that is in both trees. */
    static void shared(VValue a, VValue b, BiConsumer<VValue, VValue> visitor) {
        if (a.isEmpty() || b.isEmpty()) {
            return;
        }
        visitor.accept(a, b);
        Frame frame = new Frame(null, a, b);
        while (frame != null) {
            VValue narrow = frame.a.children.length <= frame.b.children.length ? frame.a : frame.b;
            if (frame.next == narrow.children.length) {
                frame = frame.parent;
                continue;
            }
            int i = frame.next++;
            VValue x = narrow == frame.a ? narrow.children[i] : frame.a.child(narrow.labels[i]);
            VValue y = narrow == frame.b ? narrow.children[i] : frame.b.child(narrow.labels[i]);
            if (!x.isEmpty() && !y.isEmpty()) {
                visitor.accept(x, y);
                frame = x.isLeaf() || y.isLeaf() ? frame : new Frame(frame, x, y);
            }
        }
    }

    private static final class Frame {
        final Frame parent;
        final VValue a;
        final VValue b;
        int next; // the index of the next child

        Frame(Frame parent, VValue a, VValue b) {
            this.parent = parent;
            this.a = a;
            this.b = b;
        }
    }
}
