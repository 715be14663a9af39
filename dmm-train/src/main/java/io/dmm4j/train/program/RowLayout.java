package io.dmm4j.train.program;

import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Rows;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.train.program.RowBuffer.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives rows to all that a program names, and makes the program. */
final class RowLayout {
    private final List<RowEntry> entries;
    private final List<Integer> stageEnds;
    private final List<RowBuffer> inputs;
    private final List<RowBuffer> constants;
    private final List<List<Run>> runs;

    /** One output row, times a factor of the program, that is added to row {@code at} of some inputs. */
    record Run(Range to, int at, Range from, int factor) {}

    /**
     * The parts of a program.
     *
     * @param stageEnds for each stage, how many ops are in it and those before
     * @param runs for each stage
     */
    RowLayout(
            List<RowEntry> entries,
            List<Integer> stageEnds,
            List<RowBuffer> inputs,
            List<RowBuffer> constants,
            List<List<Run>> runs) {
        this.entries = entries;
        this.stageEnds = stageEnds;
        this.inputs = inputs;
        this.constants = constants;
        this.runs = runs;
    }

    /** The program with these outputs in the order of their rows, and the factors of its runs in their order. */
    FlatProgram program(List<Range> layout, Map<Double, Integer> factors) {
        int outputs = 0;
        for (Range r : layout) {
            r.buffer.row = outputs;
            outputs = Math.addExact(outputs, r.count());
        }
        int inputRows = 0;
        for (RowBuffer b : inputs) {
            b.row = outputs + inputRows;
            inputRows += b.count;
        }
        int firstTemporary = outputs + inputRows;
        Rows held = constants(firstTemporary);
        int temporaries = held.count() + giveOut(firstTemporary + held.count());
        double[] weights =
                factors.keySet().stream().mapToDouble(Double::doubleValue).toArray();
        return FlatProgram.builder()
                .rows(outputs, inputRows, temporaries)
                .parameters(weights.length, weights, new boolean[weights.length])
                .constants(held)
                .stages(stages(outputs))
                .build();
    }

    private Rows constants(int first) {
        int n = constants.stream().mapToInt(b -> b.count).sum();
        int[] row = new int[n];
        double[] value = new double[n];
        int i = 0;
        for (RowBuffer b : constants) {
            b.row = first + i;
            for (int k = 0; k < b.count; k++, i++) {
                row[i] = first + i;
                value[i] = b.value;
            }
        }
        return new Rows(row, value);
    }

    /** Gives rows to temporaries; those of a buffer go to the next of the same size once nothing reads it. */
    private int giveOut(int first) {
        for (int k = 0; k < entries.size(); k++) {
            for (Range r : entries.get(k).ranges()) {
                if (r != null) {
                    r.buffer.last = k;
                }
            }
        }
        Map<Integer, Deque<Integer>> free = new HashMap<>();
        int used = 0;
        for (int k = 0; k < entries.size(); k++) {
            RowEntry e = entries.get(k);
            giveBack(e, k, true, free); // the result may stand where a whole operand stood
            RowBuffer d = e.d().buffer;
            if (d.kind == Kind.TEMPORARY && d.row < 0) {
                Deque<Integer> again = free.get(d.count);
                if (again != null && !again.isEmpty()) {
                    d.row = again.pop();
                } else {
                    d.row = first + used;
                    used += d.count;
                }
            }
            giveBack(e, k, false, free);
        }
        return used;
    }

    private static void giveBack(RowEntry e, int k, boolean whole, Map<Integer, Deque<Integer>> free) {
        for (Range r : e.operands()) {
            if (r != null
                    && r.buffer.kind == Kind.TEMPORARY
                    && r.buffer.last == k
                    && r.buffer != e.d().buffer
                    && r.isWhole() == whole) {
                free.computeIfAbsent(r.buffer.count, n -> new ArrayDeque<>()).push(r.buffer.row);
                r.buffer.last = -1; // an operand that is named twice is given back once
            }
        }
    }

    private List<Stage> stages(int outputs) {
        List<Stage> stages = new ArrayList<>();
        int from = 0;
        for (int s = 0; s < runs.size(); s++) {
            int to = stageEnds.get(s);
            FlatOps.Builder b = new FlatOps.Builder();
            for (RowEntry e : entries.subList(from, to)) {
                b.add(e.op(), e.n(), e.d().row(), row(e.a()), row(e.b()), row(e.c()), e.i0(), e.i1());
            }
            stages.add(new Stage(runs(runs.get(s), outputs), b.build()));
            from = to;
        }
        return stages;
    }

    private static int row(Range r) {
        return r == null ? 0 : r.row();
    }

    private static Runs runs(List<Run> list, int outputs) {
        int[] x = new int[list.size()];
        int[] y = new int[x.length];
        int[] length = new int[x.length];
        int[] weight = new int[x.length];
        for (int k = 0; k < x.length; k++) {
            Run r = list.get(k);
            x[k] = r.to.row() + r.at - outputs;
            y[k] = r.from.row();
            length[k] = 1;
            weight[k] = r.factor;
        }
        return new Runs(x, y, length, weight);
    }
}
