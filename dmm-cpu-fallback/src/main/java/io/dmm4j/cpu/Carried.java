package io.dmm4j.cpu;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Output rows that come back to themselves: what an accumulator keeps, a held matrix first of all. A run of length n takes
 * such rows to an input, and an op of the first stage takes them from there to where they were,
 *
 * <pre>  S[x + i] = w · S[y + i],   S[y + i] = S[x + i]   or   S[x + i] + S[b + i]      for 0 ≤ i &lt; n</pre>
 *
 * If nothing else arrives in or reads the rows of x, and no other op touches those of y, they are <em>carried</em>:
 * multiplied where they are after the down movement, and the op becomes {@code S[y + i] += S[b + i]} or nothing. The numbers
 * are made by the same operations, so no bit changes; the rows of x are neither written nor read.
 */
final class Carried {
    /** The fewest rows of a run that are worth an entry of their own. */
    private static final int LEAST_CARRIED = 8;

    /** The fewest rows to add up that are worth an op. */
    private static final int LEAST_ADDED = 16;

    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    /** First row of each carried range, an output row. */
    final int[] row;

    /** Rows of each range. */
    final int[] length;

    /** The input rows that nothing goes through, counted from the first. */
    final BitSet inputs;

    /** The row that holds the weight of each range, or ~p if parameter p is the weight. */
    final int[] weight;

    /** Rows of {@link #row} to which, after they are multiplied, those of {@link #added} are added. */
    final int[] sum;

    /** Input rows. */
    final int[] added;

    /** The row runs that are left. */
    final Runs rowRuns;

    /** What is left of the first stage. */
    final Stage first;

    private Carried(RowRanges ranges, RowRanges additions, BitSet inputs, Runs rowRuns, Stage first) {
        row = ranges.row();
        length = ranges.length();
        weight = ranges.weight();
        sum = additions.row();
        added = additions.weight();
        this.inputs = inputs;
        this.rowRuns = rowRuns;
        this.first = first;
    }

    /** Nothing. */
    static Carried nothing(FlatProgram p) {
        return new Carried(
                new RowRanges(),
                new RowRanges(),
                new BitSet(),
                p.rowRuns(),
                p.stages().get(0));
    }

    /** What a program carries. */
    static Carried of(FlatProgram p) {
        return new Finder(p).find();
    }

    /** How many ranges are carried. */
    int count() {
        return row.length;
    }

    private static final class Finder {
        private final FlatProgram program;
        private final FlatOps ops;

        private final int outputs;

        /** The only run that reaches each input row: of the first stage, then the row runs. */
        private final int[] source;

        /** How often ops read or write, and probes read, each output and input row. */
        private final int[] uses;

        /** Rows that ops of the first stage write. */
        private final BitSet written = new BitSet();

        private final BitSet carried = new BitSet();
        private final RowRanges found = new RowRanges();
        private final RowRanges additions = new RowRanges();
        private final FlatOps.Builder left = new FlatOps.Builder();

        Finder(FlatProgram p) {
            program = p;
            ops = p.stages().get(0).ops();
            outputs = p.outputRows();
            source = new int[p.inputRows()];
            uses = new int[p.rows()];
            Arrays.fill(source, NONE);
            Runs first = p.stages().get(0).runs();
            reach(first, 0);
            reach(p.rowRuns(), first.count());
            for (int s = 1; s < p.stages().size(); s++) {
                reach(p.stages().get(s).runs(), SEVERAL);
            }
            for (int k = 0; k < ops.count(); k++) {
                written.set(ops.d()[k], ops.d()[k] + (ops.op()[k].isReduction() ? 1 : ops.n()[k]));
            }
            for (int s = 0; s < p.stages().size(); s++) {
                use(p.stages().get(s).ops(), s == 0 ? 0 : outputs); // later stages may read outputs of the first
            }
            Ranges probes = p.probes();
            for (int i = 0; i < probes.count(); i++) {
                use(Math.max(outputs, probes.start()[i]), probes.start()[i] + probes.length()[i]);
            }
        }

        private void reach(Runs r, int number) {
            for (int k = 0; k < r.count(); k++) {
                int n = number == SEVERAL ? SEVERAL : number + k;
                for (int i = r.xRow()[k]; i < r.xRow()[k] + r.length()[k]; i++) {
                    source[i] = source[i] == NONE ? n : SEVERAL;
                }
            }
        }

        private void use(FlatOps o, int least) {
            for (int k = 0; k < o.count(); k++) {
                int[] first = {o.d()[k], o.a()[k], o.b()[k], o.c()[k]};
                for (int j = 0; j <= o.op()[k].arity(); j++) {
                    boolean one = j == 0 ? o.op()[k].isReduction() : FlatOps.isScalarOperand(o.op()[k], j - 1);
                    use(Math.max(least, first[j]), first[j] + (one ? 1 : o.n()[k]));
                }
            }
        }

        private void use(int from, int to) {
            for (int r = from; r < to; r++) {
                uses[r]++;
            }
        }

        Carried find() {
            for (int k = 0; k < ops.count(); k++) {
                int n = ops.n()[k];
                for (int i = 0; i < n; ) {
                    int run = run(k, i);
                    int end = i + 1;
                    while (end < n && run(k, end) == run) {
                        end++;
                    }
                    keep(k, i, end, run);
                    i = end;
                }
            }
            Runs first = without(program.stages().get(0).runs());
            return new Carried(found, additions, carried, without(program.rowRuns()), new Stage(first, left.build()));
        }

        /** The run that carries row {@code i} of what op {@code k} writes; NONE if there is none. */
        private int run(int k, int i) {
            Op op = ops.op()[k];
            if (op != Op.COPY && op != Op.ADD) {
                return NONE;
            }
            int run = between(ops.a()[k] + i, ops.d()[k] + i);
            return run == NONE && op == Op.ADD ? between(ops.b()[k] + i, ops.d()[k] + i) : run;
        }

        /** The run that takes output row {@code y} to input row {@code x}, if that is all that happens to them. */
        private int between(int x, int y) {
            int in = x - outputs;
            int n = in < 0 || in >= source.length ? NONE : source[in];
            if (n < 0 || uses[x] != 1 || uses[y] != 1) {
                return NONE;
            }
            int firsts = program.stages().get(0).runs().count();
            Runs r = n < firsts ? program.stages().get(0).runs() : program.rowRuns();
            int k = n < firsts ? n : n - firsts;
            return r.length()[k] >= LEAST_CARRIED && r.yRow()[k] + in - r.xRow()[k] == y ? n : NONE;
        }

        /** Keeps rows [{@code from}, {@code to}) of an op, or what is left of them where a run carries them. */
        private void keep(int k, int from, int to, int run) {
            int d = ops.d()[k] + from;
            int a = ops.a()[k] + from;
            int b = ops.b()[k] + from;
            int n = to - from;
            if (run == NONE) {
                left.add(ops.op()[k], n, d, a, b, ops.c()[k], ops.i0()[k], ops.i1()[k]);
                return;
            }
            int x = between(a, d) == run ? a : b;
            if (ops.op()[k] == Op.ADD) {
                accumulate(n, d, x == a ? b : a);
            }
            carried.set(x - outputs, x - outputs + n);
            int firsts = program.stages().get(0).runs().count();
            found.add(
                    d,
                    n,
                    run < firsts
                            ? ~program.stages().get(0).runs().weight()[run]
                            : program.rowRuns().weight()[run - firsts]);
        }

        /** Adds rows; a few at a time apart from the ops, where they are inputs that no op writes. */
        private void accumulate(int n, int d, int a) {
            int next = written.nextSetBit(a);
            boolean areInputs = a >= outputs && a + n <= outputs + source.length && (next < 0 || next >= a + n);
            if (n >= LEAST_ADDED || !areInputs) {
                left.add(Op.ACCUMULATE, n, d, a, 0, 0);
                return;
            }
            for (int i = 0; i < n; i++) {
                additions.append(d + i, 1, a + i);
            }
        }

        private Runs without(Runs runs) {
            if (carried.isEmpty()) {
                return runs;
            }
            RowRanges x = new RowRanges();
            RowRanges y = new RowRanges();
            for (int k = 0; k < runs.count(); k++) {
                int end = runs.xRow()[k] + runs.length()[k];
                for (int i = carried.nextClearBit(runs.xRow()[k]); i < end; ) {
                    int after = carried.nextSetBit(i);
                    int to = after < 0 ? end : Math.min(end, after);
                    x.append(i, to - i, runs.weight()[k]);
                    y.append(runs.yRow()[k] + i - runs.xRow()[k], 0, 0);
                    i = carried.nextClearBit(to);
                }
            }
            return new Runs(x.row(), y.row(), x.length(), x.weight());
        }
    }

    /** Ranges of rows with a weight each, collected. */
    private static final class RowRanges {
        private int[][] part = new int[3][16];
        private int count;

        /** Adds a range, to the one before if it goes on from there. */
        void add(int row, int length, int weight) {
            int last = count - 1;
            if (last >= 0 && part[0][last] + part[1][last] == row && part[2][last] == weight) {
                part[1][last] += length;
            } else {
                append(row, length, weight);
            }
        }

        void append(int row, int length, int weight) {
            if (count == part[0].length) {
                for (int j = 0; j < part.length; j++) {
                    part[j] = Arrays.copyOf(part[j], 2 * count);
                }
            }
            part[0][count] = row;
            part[1][count] = length;
            part[2][count++] = weight;
        }

        int[] row() {
            return Arrays.copyOf(part[0], count);
        }

        int[] length() {
            return Arrays.copyOf(part[1], count);
        }

        int[] weight() {
            return Arrays.copyOf(part[2], count);
        }
    }
}
