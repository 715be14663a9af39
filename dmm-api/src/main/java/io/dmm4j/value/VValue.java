package io.dmm4j.value;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A V-value: a finite tree whose nodes hold a number (0 unless said) and children under string labels, V ≅ ℝ ⊕ (L → V).
 * Read as a vector, it is a finite sum of paths, the number at a node being the coefficient of the node's path, and all
 * paths not in the tree having coefficient 0.
 *
 * <p>Always canonical: no number 0 (nor -0) is held and no child is {@linkplain #EMPTY empty}, so two V-values are equal
 * exactly if they are the same vector. NaN and infinities may arise from arithmetic; they are held like other numbers
 * (a NaN equals a NaN), and only JSON refuses them.
 *
 * <p>Immutable, and safe to share between threads. Results share with their arguments what did not change: {@code
 * x.plus(EMPTY)} is {@code x} itself. A sum costs what the smaller tree has, plus one copy of each array of children
 * that changes. Children are sorted by label in {@link String} order; folds run in pre-order (a node's number, then its
 * children by label), and that is the order of their floating-point additions.
 *
 * <p>No operation recurses; depth and size have {@link Limits}, and a result beyond them is a {@link DmmException}.
 *
 * @see <a href="https://arxiv.org/abs/1712.07447">Bukatin and Anthony, Dataflow Matrix Machines and V-values, section
 *     3</a>
 */
public final class VValue {
    private static final String[] NO_LABELS = {};
    private static final VValue[] NO_CHILDREN = {};

    /** The tree without numbers: the zero vector. */
    public static final VValue EMPTY = new VValue(0, NO_LABELS, NO_CHILDREN, 0, 0, 0);

    final double number;
    final String[] labels; // strictly ascending
    final VValue[] children; // as long as labels; none empty
    final int hash; // numberHash(number) + the sum of edgeHash over the children
    final long size; // numbers in the tree
    final int depth; // labels on the longest path

    private VValue(double number, String[] labels, VValue[] children, int hash, long size, int depth) {
        this.number = number;
        this.labels = labels;
        this.children = children;
        this.hash = hash;
        this.size = size;
        this.depth = depth;
    }

    // ---------------------------------------------------------------- making

    /** The front of the constructor: the only place where nodes are made, so the limits hold for all. */
    static VValue make(double number, String[] labels, VValue[] children, int hash, long size, int depth) {
        if (size == 0) {
            return EMPTY;
        }
        Limits.check(depth, size);
        return new VValue(number == 0 ? 0 : number, labels, children, hash, size, depth);
    }

    /** The tree with one number, at the root. */
    public static VValue of(double number) {
        return EMPTY.withNumber(number);
    }

    /** The tree with one number. */
    public static VValue of(Path path, double number) {
        return of(number).prefix(path);
    }

    /** A builder without numbers. */
    public static VValueBuilder builder() {
        return new VValueBuilder();
    }

    /** The node with this number and these children; empty children are left out. */
    public static VValue node(double number, SortedMap<String, VValue> children) {
        return node(
                number, children.keySet().toArray(NO_LABELS), children.values().toArray(NO_CHILDREN));
    }

    /**
     * The node with this number and these children; empty children are left out. The arrays are copied.
     *
     * @param labels strictly ascending in {@link String} order
     * @param children as many as labels
     * @throws IllegalArgumentException if the labels do not ascend or the lengths differ
     * @throws DmmException if a label is the reserved {@code :number}, or the tree is beyond the {@link Limits}
     */
    public static VValue node(double number, String[] labels, VValue[] children) {
        if (labels.length != children.length) {
            throw new IllegalArgumentException(labels.length + " labels for " + children.length + " children");
        }
        for (int i = 0; i < labels.length; i++) {
            Path.checkLabel(labels[i]);
            if (i > 0 && labels[i - 1].compareTo(labels[i]) >= 0) {
                throw new IllegalArgumentException("label '" + labels[i] + "' stands after '" + labels[i - 1] + "'");
            }
        }
        return Edit.apply(EMPTY, number, labels, children, labels.length);
    }

    // ---------------------------------------------------------------- reading

    /** The number at the root; 0 if it has none. */
    public double number() {
        return number;
    }

    /** The number at a path; 0 if there is none. */
    public double number(Path path) {
        return at(path).number;
    }

    /** How many children the root has. */
    public int childCount() {
        return children.length;
    }

    /** The label of a child, by its place in ascending order from 0. */
    public String label(int index) {
        return labels[index];
    }

    /** The labels of the children, ascending. */
    public List<String> labels() {
        return Collections.unmodifiableList(Arrays.asList(labels));
    }

    /** A child, by its place in ascending label order from 0. */
    public VValue child(int index) {
        return children[index];
    }

    /** The child under a label; empty if there is none. */
    public VValue child(String label) {
        int index = children.length == 0 ? -1 : Arrays.binarySearch(labels, label);
        return index < 0 ? EMPTY : children[index];
    }

    /** The sub-tree at a path, with its root there; empty if there is none. */
    public VValue at(Path path) {
        VValue node = this;
        for (String label : path.toArray()) {
            node = node.child(label);
        }
        return node;
    }

    /** The same as {@link #at}: the inverse of {@link #prefix}. */
    public VValue subtree(Path path) {
        return at(path);
    }

    /** Whether there is no number. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Whether there are no children: the tree is empty or has only a number. */
    public boolean isLeaf() {
        return children.length == 0;
    }

    /** How many numbers there are. */
    public long size() {
        return size;
    }

    /** How many labels the longest path to a number has. */
    public int depth() {
        return depth;
    }

    // ---------------------------------------------------------------- placing

    /** This tree with another number at the root. */
    public VValue withNumber(double newNumber) {
        if (Double.doubleToLongBits(newNumber) == Double.doubleToLongBits(number) || newNumber == 0 && number == 0) {
            return this;
        }
        int newHash = hash - numberHash(number) + numberHash(newNumber);
        long newSize = size - (number == 0 ? 0 : 1) + (newNumber == 0 ? 0 : 1);
        return make(newNumber, labels, children, newHash, newSize, depth);
    }

    /** This tree with another child under a label; an empty one takes the label away. */
    public VValue with(String label, VValue child) {
        String[] one = {Path.checkLabel(label)};
        return Edit.apply(this, number, one, new VValue[] {child}, 1);
    }

    /** The tree that has this one at a path and nothing else. */
    public VValue prefix(Path path) {
        VValue tree = this;
        for (Path p = path; !p.isRoot(); p = p.parent()) {
            tree = EMPTY.with(p.last(), tree);
        }
        return tree;
    }

    // ---------------------------------------------------------------- the vector space

    /** The sum. */
    public VValue plus(VValue that) {
        return size >= that.size ? plusTimes(1, that) : that.plusTimes(1, this);
    }

    /** The difference. */
    public VValue minus(VValue that) {
        return plusTimes(-1, that);
    }

    /** This tree and {@code weight} times that one: one step of a linear combination. */
    public VValue plusTimes(double weight, VValue that) {
        return weight == 0 ? this : Zip.run(this, that, new Ops.PlusTimes(weight));
    }

    /** Every number times {@code factor}; ×1 is this tree itself and ×0 is empty, whatever the numbers. */
    public VValue times(double factor) {
        return factor == 1 ? this : factor == 0 ? EMPTY : map(x -> x * factor);
    }

    /**
     * The linear combination Σ w[i] · v[i], added from the first term on; terms with weight 0 are left out.
     *
     * @throws IllegalArgumentException if there are not as many weights as trees
     */
    public static VValue linearCombination(double[] w, VValue[] v) {
        if (w.length != v.length) {
            throw new IllegalArgumentException(w.length + " weights for " + v.length + " trees");
        }
        VValue sum = EMPTY;
        for (int i = 0; i < w.length; i++) {
            sum = w[i] == 1 ? sum.plus(v[i]) : sum.plusTimes(w[i], v[i]);
        }
        return sum;
    }

    // ---------------------------------------------------------------- masks

    /**
     * The multiplicative mask: this tree, y, scaled path by path, Σ<sub>p</sub> m[p] · y[p·q] at p·q. A number of the
     * mask counts for the whole sub-tree below it, and those at all prefixes of a path add up (first, from the root
     * down; the sum is multiplied once).
     */
    public VValue mask(VValue m) {
        return Zip.run(this, m, new Ops.Mask(0));
    }

    /**
     * The masked linear combination: for this tree, y, Σ<sub>p</sub> m[p] · (the sub-tree of y at p), that is m[p] ·
     * y[p·q] at q, added in the order of the mask's paths. A network's row is such a mask.
     */
    public VValue maskedSum(VValue m) {
        MaskedSum sum = new MaskedSum();
        Walk.shared(m, this, sum::add);
        return sum.result;
    }

    /**
     * This tree once for each name: Σ<sub>l</sub> {@code names}[l] · this with l in place of every '*' in its labels, where l
     * runs over the labels at the top of {@code names} that have a number.
     *
     * @throws DmmException if a label would have more than {@value Limits#MAX_NAME} characters
     */
    public VValue named(VValue names) {
        VValueBuilder b = builder();
        for (int c = 0; c < names.childCount(); c++) {
            String name = names.label(c);
            double times = names.child(c).number();
            if (times != 0) {
                forEach((path, x) -> b.add(path.named(name), times * x));
            }
        }
        return b.build();
    }

    private static final class MaskedSum {
        VValue result = EMPTY;

        void add(VValue mask, VValue y) {
            result = mask.number == 1 ? result.plus(y) : result.plusTimes(mask.number, y);
        }
    }

    /**
     * Applies a matrix: each node of {@code matrix} that is {@code level} labels below its root is a row, and the
     * result has, at the row's path, the {@linkplain #maskedSum masked sum} of this tree under the row. Rows whose sum
     * is 0 are absent.
     *
     * @param level how many labels index a row; at 0 the matrix is one row
     * @throws DmmException if the matrix has a number above its rows
     */
    public VValue applyMatrix(VValue matrix, int level) {
        Walk.tree(matrix, new AboveRows(level));
        return Zip.run(matrix, EMPTY, new Ops.Rows(this, level));
    }

    /** Refuses numbers above a level. */
    private static final class AboveRows implements TreeVisitor {
        private final int level;
        private Path path;

        AboveRows(int level) {
            this.level = level;
        }

        @Override
        public void enter(String label, VValue node) {
            path = label == null ? Path.ROOT : path.descend(label);
            if (node.number != 0 && path.length() < level) {
                throw new DmmException("the matrix has a number at '" + path + "', expected none above its rows, "
                        + level + " labels deep");
            }
        }

        @Override
        public void leave(VValue node) {
            path = path.parent();
        }
    }

    // ---------------------------------------------------------------- number by number

    /** {@code f} of every number; results 0 vanish. {@code f} must be a pure function. */
    public VValue map(DoubleUnaryOperator f) {
        return Zip.run(this, EMPTY, new Ops.Each(f));
    }

    /**
     * {@code f} of the numbers of this tree and that one at every path where either has one, the other counting as 0;
     * results 0 vanish. {@code f} must be a pure function.
     */
    public VValue zip(VValue that, DoubleBinaryOperator f) {
        return Zip.run(this, that, new Ops.EachPair(f));
    }

    /**
     * Keeps the numbers whose magnitude is above {@code threshold}; so a sub-tree vanishes if its max-norm is at most
     * that. A small number on a node that keeps children goes too, and NaN stays. (The published {@code trim_v_value}
     * does the same, except that a tree which is a bare number is kept whatever it is.)
     */
    public VValue trim(double threshold) {
        return map(x -> Math.abs(x) <= threshold ? 0 : x);
    }

    /** Whether every number of this tree is at most that tree's at the same path, absent ones counting as 0. */
    public boolean lessOrEqual(VValue that) {
        return zip(that, (a, b) -> a <= b ? 0 : 1).isEmpty();
    }

    // ---------------------------------------------------------------- folds

    /** Visits the numbers with their paths, in pre-order: the order of the paths. */
    public void forEach(NumberVisitor visitor) {
        Walk.tree(this, new Numbered(visitor));
    }

    private static final class Numbered implements TreeVisitor {
        private final NumberVisitor visitor;
        private Path path;

        Numbered(NumberVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public void enter(String label, VValue node) {
            path = label == null ? Path.ROOT : path.descend(label);
            if (node.number != 0) {
                visitor.visit(path, node.number);
            }
        }

        @Override
        public void leave(VValue node) {
            path = path.parent();
        }
    }

    /** Visits the nodes, in pre-order and in post-order. */
    public void walk(TreeVisitor visitor) {
        Walk.tree(this, visitor);
    }

    /** Folds the numbers in pre-order: f(… f(f(start, x₁), x₂) …, xₙ). */
    public double fold(double start, DoubleBinaryOperator f) {
        double[] result = {start};
        Walk.tree(this, (label, node) -> {
            if (node.number != 0) {
                result[0] = f.applyAsDouble(result[0], node.number);
            }
        });
        return result[0];
    }

    /** The scalar product: the sum, over equal paths, of the products of the numbers. */
    public double dot(VValue that) {
        double[] sum = {0};
        Walk.shared(this, that, (a, b) -> {
            if (a.number != 0 && b.number != 0) {
                sum[0] += a.number * b.number;
            }
        });
        return sum[0];
    }

    /** The sum of the numbers. */
    public double sum() {
        return fold(0, Double::sum);
    }

    /** The sum of the magnitudes. */
    public double l1() {
        return fold(0, (sum, x) -> sum + Math.abs(x));
    }

    /** The square root of the sum of the squares, which are not scaled: beyond 10^154 it is infinite. */
    public double l2() {
        return Math.sqrt(fold(0, (sum, x) -> sum + x * x));
    }

    /** The largest magnitude; 0 if there is no number, NaN if there is a NaN. */
    public double maxNorm() {
        return fold(0, (max, x) -> Math.max(max, Math.abs(x)));
    }

    // ---------------------------------------------------------------- identity

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof VValue that && sameAs(that);
    }

    private boolean sameAs(VValue that) {
        Deque<VValue> pending = new ArrayDeque<>(); // pairs of nodes yet to be compared
        pending.push(this);
        pending.push(that);
        while (!pending.isEmpty()) {
            VValue b = pending.pop();
            VValue a = pending.pop();
            if (!sameNode(a, b)) {
                return false;
            }
            for (int i = 0; i < a.children.length; i++) {
                if (a.children[i] != b.children[i]) {
                    pending.push(a.children[i]);
                    pending.push(b.children[i]);
                }
            }
        }
        return true;
    }

    private static boolean sameNode(VValue a, VValue b) {
        return a.hash == b.hash
                && a.size == b.size
                && a.depth == b.depth
                && Double.doubleToLongBits(a.number) == Double.doubleToLongBits(b.number)
                && (a.labels == b.labels || Arrays.equals(a.labels, b.labels));
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Compact JSON, in which NaN and infinities stand as such. */
    @Override
    public String toString() {
        return Printer.print(this);
    }

    static int numberHash(double number) {
        return number == 0 ? 0 : scramble(Double.hashCode(number));
    }

    /** The share of a child in its parent's hash; shares are added, so that one can be exchanged. */
    static int edgeHash(String label, VValue child) {
        return scramble(31 * label.hashCode() + child.hash);
    }

    private static int scramble(int bits) {
        int x = (bits + 1) * 0x9E3779B9;
        x = (x ^ x >>> 15) * 0x85EBCA6B;
        return x ^ x >>> 13;
    }

    /** The depth of a node with these children, looking no further than for {@code most}. */
    static int depthOf(VValue[] children, int most) {
        int depth = 0;
        for (int i = 0; i < children.length && depth < most; i++) {
            depth = Math.max(depth, children[i].depth + 1);
        }
        return depth;
    }
}
