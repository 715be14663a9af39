package io.dmm4j.flat;

import io.dmm4j.expr.Op;
import java.util.Arrays;

/**
 * The non-linear half of a stage: ops over row ranges, executed in order, as parallel arrays. What op
 * {@code k} does with {@code d, a, b, c, n, i0, i1} stands in {@link Op}. Rows are absolute rows of the
 * state. An op that writes {@code n} rows writes {@code [d, d+n)}; a reduction writes row {@code d}.
 * A destination range equals an operand range of the same op or is disjoint from it. The arrays are
 * shared, not copied: do not write to them.
 */
public final class FlatOps {
    /** No ops. */
    public static final FlatOps NONE = new Builder().build();

    private final Op[] op;
    private final int[] d;
    private final int[] a;
    private final int[] b;
    private final int[] c;
    private final int[] n;
    private final double[] i0;
    private final double[] i1;

    private FlatOps(Builder s) {
        op = Arrays.copyOf(s.op, s.count);
        d = Arrays.copyOf(s.d, s.count);
        a = Arrays.copyOf(s.a, s.count);
        b = Arrays.copyOf(s.b, s.count);
        c = Arrays.copyOf(s.c, s.count);
        n = Arrays.copyOf(s.n, s.count);
        i0 = Arrays.copyOf(s.i0, s.count);
        i1 = Arrays.copyOf(s.i1, s.count);
    }

    /** The number of ops. */
    public int count() {
        return op.length;
    }

    /** The op of each entry; read only. */
    public Op[] op() {
        return op;
    }

    /** First destination row of each op; read only. */
    public int[] d() {
        return d;
    }

    /** First row of the first operand, 0 where unused; read only. */
    public int[] a() {
        return a;
    }

    /** First row of the second operand, 0 where unused; read only. */
    public int[] b() {
        return b;
    }

    /** First row of the third operand, 0 where unused; read only. */
    public int[] c() {
        return c;
    }

    /** Rows of each op's ranges, ≥ 1; read only. */
    public int[] n() {
        return n;
    }

    /** First immediate of each op; read only. */
    public double[] i0() {
        return i0;
    }

    /** Second immediate of each op; read only. */
    public double[] i1() {
        return i1;
    }

    /** Whether operand {@code operand} (0, 1, 2) of {@code op} is one row, whatever {@code n}. */
    public static boolean isScalarOperand(Op op, int operand) {
        return operand == 0
                && switch (op.group()) {
                    case BROADCAST, ADJOINT_SPREAD -> true;
                    default -> op == Op.SCALE_ADD;
                };
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof FlatOps f
                && Arrays.equals(op, f.op)
                && Arrays.equals(d, f.d)
                && Arrays.equals(a, f.a)
                && Arrays.equals(b, f.b)
                && Arrays.equals(c, f.c)
                && Arrays.equals(n, f.n)
                && Arrays.equals(i0, f.i0)
                && Arrays.equals(i1, f.i1);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(d) * 31 + Arrays.hashCode(a);
    }

    /** One line per op, for example {@code r12..r20 = ADD r3.. r44..}. */
    @Override
    public String toString() {
        StringBuilder s = new StringBuilder();
        for (int k = 0; k < count(); k++) {
            describe(k, s);
            s.append('\n');
        }
        return s.toString();
    }

    private void describe(int k, StringBuilder s) {
        range(d[k], op[k].isReduction() ? 1 : n[k], s);
        s.append(" = ").append(op[k]);
        int[][] operands = {a, b, c};
        for (int j = 0; j < op[k].arity(); j++) {
            s.append(' ');
            range(operands[j][k], isScalarOperand(op[k], j) ? 1 : n[k], s);
        }
        for (int j = 0; j < op[k].immediates(); j++) {
            s.append(' ').append(j == 0 ? i0[k] : i1[k]);
        }
    }

    private static void range(int row, int n, StringBuilder s) {
        s.append('r').append(row);
        if (n > 1) {
            s.append("..r").append(row + n - 1);
        }
    }

    /** Collects ops in order. */
    public static final class Builder {
        private int count;
        private Op[] op = new Op[16];
        private int[] d = new int[16];
        private int[] a = new int[16];
        private int[] b = new int[16];
        private int[] c = new int[16];
        private int[] n = new int[16];
        private double[] i0 = new double[16];
        private double[] i1 = new double[16];

        /** Appends an op without immediates; unused operands are 0. */
        public Builder add(Op o, int n, int d, int a, int b, int c) {
            return add(o, n, d, a, b, c, 0, 0);
        }

        /** Appends an op; unused operands and immediates are 0. */
        public Builder add(Op o, int n, int d, int a, int b, int c, double i0, double i1) {
            if (count == op.length) {
                grow(2 * count);
            }
            op[count] = o;
            this.n[count] = n;
            this.d[count] = d;
            this.a[count] = a;
            this.b[count] = b;
            this.c[count] = c;
            this.i0[count] = i0;
            this.i1[count++] = i1;
            return this;
        }

        /** The number of ops so far. */
        public int count() {
            return count;
        }

        /** The ops. */
        public FlatOps build() {
            return new FlatOps(this);
        }

        private void grow(int size) {
            op = Arrays.copyOf(op, size);
            d = Arrays.copyOf(d, size);
            a = Arrays.copyOf(a, size);
            b = Arrays.copyOf(b, size);
            c = Arrays.copyOf(c, size);
            n = Arrays.copyOf(n, size);
            i0 = Arrays.copyOf(i0, size);
            i1 = Arrays.copyOf(i1, size);
        }
    }
}
