package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The ops of one stage in the order of the program. Neighbours that differ only by constant steps of
 * their rows (the same reduction for every neuron of a group) are one entry that is repeated.
 *
 * <p>When several threads share a lane block, long entries are split among them and short ones are
 * done by the first; a barrier stands before an entry that touches rows which another thread may
 * still use.
 */
final class UpPlan {
    /** Elements from which an entry is worth splitting. */
    private static final int SPLIT = 4096;

    private final Op[] op;
    private final int[] n;
    private final double[] i0;
    private final double[] i1;
    /** First rows of destination and operands, four per entry: d, a, b, c. */
    private final int[] row;
    /** What is added to the rows from one repetition to the next, four per entry. */
    private final int[] step;
    /** Repetitions of each entry, ≥ 1. */
    private final int[] times;

    private boolean[] split;
    private boolean[] barrier;
    private int count;

    private UpPlan(FlatOps ops) {
        int size = ops.count();
        op = new Op[size];
        n = new int[size];
        i0 = new double[size];
        i1 = new double[size];
        row = new int[4 * size];
        step = new int[4 * size];
        times = new int[size];
        for (int k = 0; k < size; k++) {
            if (!repeats(ops, k)) {
                append(ops, k);
            }
        }
        split = new boolean[count];
        barrier = new boolean[count];
    }

    /** The plan for one thread. */
    static UpPlan of(FlatOps ops) {
        return new UpPlan(ops);
    }

    /** The plan for several threads that share a block of {@code lanes} lanes of a state with {@code rows} rows. */
    static UpPlan shared(FlatOps ops, int lanes) {
        UpPlan p = new UpPlan(ops);
        p.share(lanes);
        return p;
    }

    /** The number of entries. */
    int count() {
        return count;
    }

    // ---- repetition --------------------------------------------------------------------------------

    private void append(FlatOps ops, int k) {
        op[count] = ops.op()[k];
        n[count] = ops.n()[k];
        i0[count] = ops.i0()[k];
        i1[count] = ops.i1()[k];
        for (int j = 0; j < 4; j++) {
            row[4 * count + j] = rowOf(ops, k, j);
        }
        times[count++] = 1;
    }

    private static int rowOf(FlatOps ops, int k, int operand) {
        return switch (operand) {
            case 0 -> ops.d()[k];
            case 1 -> ops.a()[k];
            case 2 -> ops.b()[k];
            default -> ops.c()[k];
        };
    }

    /** Makes op {@code k} a repetition of the last entry, if it is one. */
    private boolean repeats(FlatOps ops, int k) {
        int e = count - 1;
        if (e < 0 || !sameKind(ops, k, e)) {
            return false;
        }
        for (int j = 0; j < 4; j++) {
            int at = 4 * e + j;
            int by = rowOf(ops, k, j) - row[at] - (times[e] - 1) * step[at];
            if (times[e] > 1 && by != step[at]) {
                return false;
            }
        }
        for (int j = 0; times[e] == 1 && j < 4; j++) {
            step[4 * e + j] = rowOf(ops, k, j) - row[4 * e + j];
        }
        times[e]++;
        return true;
    }

    private boolean sameKind(FlatOps ops, int k, int e) {
        return ops.op()[k] == op[e]
                && ops.n()[k] == n[e]
                && Double.compare(ops.i0()[k], i0[e]) == 0
                && Double.compare(ops.i1()[k], i1[e]) == 0;
    }

    // ---- sharing -----------------------------------------------------------------------------------

    private void share(int lanes) {
        Hazards solo = new Hazards();
        Hazards shared = new Hazards();
        for (int e = 0; e < count; e++) {
            split[e] = (long) n[e] * times[e] * lanes >= SPLIT && canSplit(e);
            barrier[e] = conflicts(e, shared) || (split[e] && conflicts(e, solo));
            if (barrier[e]) {
                solo.clear();
                shared.clear();
            }
            note(e, split[e] ? shared : solo);
        }
    }

    /** Whether the parts of an entry are independent: rows of one op, or repetitions. */
    private boolean canSplit(int e) {
        if (times[e] == 1) {
            return !op[e].isReduction() && isRowByRow(op[e].group());
        }
        for (int j = 1; j <= op[e].arity(); j++) {
            boolean inPlace = row[4 * e] == row[4 * e + j] && step[4 * e] == step[4 * e + j];
            if (!inPlace && !(last(e, 0) <= first(e, j) || last(e, j) <= first(e, 0))) {
                return false;
            }
        }
        return Math.abs(step[4 * e]) >= size(e, 0);
    }

    /** Whether each row of the result depends on that row of the operands and on scalars alone. */
    private static boolean isRowByRow(Op.Group group) {
        return switch (group) {
            case SEGMENT, ADJOINT_SEGMENT, ADJOINT_SPREAD -> false;
            default -> true;
        };
    }

    /** Rows that operand {@code j} of entry {@code e} has in one repetition; 0 is the destination. */
    private int size(int e, int j) {
        boolean one = j == 0 ? op[e].isReduction() : FlatOps.isScalarOperand(op[e], j - 1);
        return one ? 1 : n[e];
    }

    private int first(int e, int j) {
        return row[4 * e + j] + Math.min(0, (times[e] - 1) * step[4 * e + j]);
    }

    private int last(int e, int j) {
        return row[4 * e + j] + Math.max(0, (times[e] - 1) * step[4 * e + j]) + size(e, j);
    }

    private boolean conflicts(int e, Hazards h) {
        boolean found = false;
        for (int r = 0; r < times[e] && !found; r++) {
            for (int j = 0; j <= op[e].arity() && !found; j++) {
                int from = row[4 * e + j] + r * step[4 * e + j];
                found = h.touches(from, from + size(e, j), j == 0);
            }
        }
        return found;
    }

    private void note(int e, Hazards h) {
        for (int r = 0; r < times[e]; r++) {
            for (int j = 0; j <= op[e].arity(); j++) {
                int from = row[4 * e + j] + r * step[4 * e + j];
                (j == 0 ? h.written : h.read).set(from, from + size(e, j));
            }
        }
    }

    /** Rows used since the last barrier. */
    private static final class Hazards {
        private final BitSet read = new BitSet();
        private final BitSet written = new BitSet();

        boolean touches(int from, int to, boolean writes) {
            return within(written, from, to) || (writes && within(read, from, to));
        }

        private static boolean within(BitSet rows, int from, int to) {
            int i = rows.nextSetBit(from);
            return i >= 0 && i < to;
        }

        void clear() {
            read.clear();
            written.clear();
        }
    }

    // ---- running -----------------------------------------------------------------------------------

    /** Executes all entries in a lane block of this thread's own. */
    <A> void run(Kernels<A> kernels, A s, int base, int lanes) {
        for (int e = 0; e < count; e++) {
            repetitions(kernels, s, base, lanes, e, 0, times[e]);
        }
    }

    /** Executes this thread's part of all entries in a lane block that several threads share. */
    <A> void run(Kernels<A> kernels, A s, int base, int lanes, int part, Crew crew) {
        int parts = crew.size();
        for (int e = 0; e < count; e++) {
            if (barrier[e]) {
                crew.await();
            }
            if (!split[e]) {
                repetitions(kernels, s, base, lanes, e, 0, part == 0 ? times[e] : 0);
            } else if (times[e] > 1) {
                repetitions(kernels, s, base, lanes, e, bound(times[e], part, parts), bound(times[e], part + 1, parts));
            } else {
                rows(kernels, s, base, lanes, e, bound(n[e], part, parts), bound(n[e], part + 1, parts));
            }
        }
    }

    private static int bound(int n, int part, int parts) {
        return (int) ((long) n * part / parts);
    }

    /** Repetitions [{@code from}, {@code to}) of an entry: from each to the next only the elements move on. */
    private <A> void repetitions(Kernels<A> kernels, A s, int base, int lanes, int e, int from, int to) {
        int at = 4 * e;
        int d = base + (row[at] + from * step[at]) * lanes;
        int a = base + (row[at + 1] + from * step[at + 1]) * lanes;
        int b = base + (row[at + 2] + from * step[at + 2]) * lanes;
        int c = base + (row[at + 3] + from * step[at + 3]) * lanes;
        for (int r = from; r < to; r++) {
            once(kernels, op[e], s, lanes, d, a, b, c, n[e], i0[e], i1[e]);
            d += step[at] * lanes;
            a += step[at + 1] * lanes;
            b += step[at + 2] * lanes;
            c += step[at + 3] * lanes;
        }
    }

    /** Rows [{@code from}, {@code to}) of an entry that is not repeated. */
    private <A> void rows(Kernels<A> kernels, A s, int base, int lanes, int e, int from, int to) {
        if (from == to) {
            return;
        }
        int d = element(base, lanes, e, 0, from);
        int a = element(base, lanes, e, 1, from);
        int b = element(base, lanes, e, 2, from);
        int c = element(base, lanes, e, 3, from);
        once(kernels, op[e], s, lanes, d, a, b, c, to - from, i0[e], i1[e]);
    }

    /** One op on some rows; d, a, b, c are elements. */
    static <A> void once(
            Kernels<A> kernels, Op o, A s, int lanes, int d, int a, int b, int c, int rows, double i0, double i1) {
        switch (o.group()) {
            case MAP, SCALAR_MAP -> kernels.map(o, s, d, a, rows * lanes, i0, i1);
            case ZIP -> kernels.zip(o, s, d, a, b, rows * lanes);
            case BROADCAST -> kernels.broadcast(o, s, d, a, b, c, rows, lanes);
            case REDUCE, REDUCE2, SEGMENT -> kernels.reduce(o, s, d, a, b, rows, lanes);
            case MOVE -> move(kernels, o, s, lanes, d, a, b, rows);
            case ADJOINT_MAP, ADJOINT_ZIP, ADJOINT_SPREAD, ADJOINT_SUM, ADJOINT_SEGMENT ->
                kernels.adjoint().run(o, s, d, a, b, c, rows, lanes, i0, i1);
            case LEAF, VIEW, MASKING -> throw new AssertionError(o + " in a flat program");
        }
    }

    private static <A> void move(Kernels<A> kernels, Op op, A s, int lanes, int d, int a, int b, int rows) {
        switch (op) {
            case SCALE_ADD -> kernels.broadcast(op, s, d, a, b, d, rows, lanes);
            case MUL_ADD -> kernels.zip(op, s, d, a, b, rows * lanes);
            default -> kernels.map(op, s, d, a, rows * lanes, 0, 0);
        }
    }

    private int element(int base, int lanes, int e, int j, int from) {
        int at = 4 * e + j;
        int skip = j > 0 && FlatOps.isScalarOperand(op[e], j - 1) ? 0 : from;
        return base + (row[at] + skip) * lanes;
    }

    @Override
    public String toString() {
        return Arrays.toString(Arrays.copyOf(op, count));
    }
}
