package io.dmm4j.train.program;

import io.dmm4j.expr.Op;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.train.program.RowBuffer.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a flat program as one writes a formula: every method appends an op and answers the rows that hold its result.
 * Rows of temporaries are given out at the end, and again once nothing reads them.
 *
 * <pre>{@code
 * Range error = ops.minus(seen, wanted);
 * Range loss = ops.dot(error, error);
 * }</pre>
 *
 * Ranges may have no rows: then nothing is done, and sums over them are 0.
 */
public final class RowOps {
    private final List<RowEntry> entries = new ArrayList<>();
    private final List<Integer> stageEnds = new ArrayList<>();
    private final List<RowBuffer> inputs = new ArrayList<>();
    private final Map<Map.Entry<Integer, Double>, RowBuffer> constants = new LinkedHashMap<>();
    private final List<List<RowLayout.Run>> runs = new ArrayList<>(List.of(new ArrayList<>()));
    private final Map<Double, Integer> factors = new LinkedHashMap<>();

    /** A program without ops. */
    public RowOps() {}

    // ---- rows --------------------------------------------------------------------------------------------------

    /** New output rows; {@link #build} says where they lie. */
    public Range output(int n) {
        return new Range(new RowBuffer(Kind.OUTPUT, n, 0), 0, n);
    }

    /** New input rows: 0 at the start of a cycle, then what {@linkplain #run runs} add. */
    public Range input(int n) {
        RowBuffer b = new RowBuffer(Kind.INPUT, n, 0);
        inputs.add(b);
        return new Range(b, 0, n);
    }

    /** {@code n} rows that hold a number. */
    public Range constant(double x, int n) {
        return new Range(constants.computeIfAbsent(Map.entry(n, x), k -> new RowBuffer(Kind.CONSTANT, n, x)), 0, n);
    }

    private static Range temporary(int n) {
        return new Range(new RowBuffer(Kind.TEMPORARY, n, 0), 0, n);
    }

    // ---- runs --------------------------------------------------------------------------------------------------

    /**
     * Before the ops of the present stage, adds {@code factor} times an output row to an input row.
     *
     * @param to input rows
     * @param at which of them
     * @param from one output row
     */
    public void run(Range to, int at, Range from, double factor) {
        runs.get(runs.size() - 1)
                .add(new RowLayout.Run(to, at, from, factors.computeIfAbsent(factor, f -> factors.size())));
    }

    /** Begins another stage: runs that follow see what the ops before have written to outputs. */
    public void nextStage() {
        stageEnds.add(entries.size());
        runs.add(new ArrayList<>());
    }

    // ---- ops ---------------------------------------------------------------------------------------------------

    /** f(a), row by row. */
    public Range map(Op op, Range a) {
        return map(op, a, 0, 0);
    }

    /** f(a), row by row, with immediates. */
    public Range map(Op op, Range a, double i0, double i1) {
        Range d = temporary(a.count());
        into(d, op, a, i0, i1);
        return d;
    }

    /** {@code d} = f(a), row by row, with immediates; d may be a. */
    public void into(Range d, Op op, Range a, double i0, double i1) {
        same(a, d);
        emit(op, a.count(), d, a, null, null, i0, i1);
    }

    /** {@code factor}·a. */
    public Range times(double factor, Range a) {
        return map(Op.TIMES, a, factor, 0);
    }

    /** f(a, b), row by row. */
    public Range zip(Op op, Range a, Range b) {
        Range d = temporary(a.count());
        into(d, op, a, b);
        return d;
    }

    /** {@code d} = f(a, b), row by row. */
    public void into(Range d, Op op, Range a, Range b) {
        same(a, b);
        same(a, d);
        emit(op, a.count(), d, a, b, null, 0, 0);
    }

    /** a + b. */
    public Range plus(Range a, Range b) {
        return zip(Op.ADD, a, b);
    }

    /** a − b. */
    public Range minus(Range a, Range b) {
        return zip(Op.SUB, a, b);
    }

    /** The number of {@code one} times a. */
    public Range scale(Range one, Range a) {
        Range d = temporary(a.count());
        scale(d, one, a);
        return d;
    }

    /** The same into given rows, which may be a. */
    public void scale(Range d, Range one, Range a) {
        same(a, d);
        emit(Op.SCALE, a.count(), d, one(one), a, null, 0, 0);
    }

    /** {@code then} where the number of {@code one} is not 0 (NaN is not), else {@code otherwise}. */
    public Range select(Range one, Range then, Range otherwise) {
        Range d = temporary(then.count());
        select(d, one, then, otherwise);
        return d;
    }

    /** The same into given rows, which may be those of an operand. */
    public void select(Range d, Range one, Range then, Range otherwise) {
        same(then, otherwise);
        same(then, d);
        emit(Op.SELECT, then.count(), d, one(one), then, otherwise, 0, 0);
    }

    /** A sum, norm or the like of a, as one row. */
    public Range reduce(Op op, Range a) {
        return reduce(op, a, null);
    }

    /** Σ a·b. */
    public Range dot(Range a, Range b) {
        same(a, b);
        return reduce(Op.DOT, a, b);
    }

    private Range reduce(Op op, Range a, Range b) {
        if (a.count() == 0) {
            return constant(0, 1);
        }
        Range d = temporary(1);
        emit(op, a.count(), d, a, b, null, 0, 0);
        return d;
    }

    /** d += the number of {@code one} times b. */
    public void addScaled(Range d, Range one, Range b) {
        same(d, b);
        emit(Op.SCALE_ADD, b.count(), d, one(one), b, null, 0, 0);
    }

    /** d += a. */
    public void accumulate(Range d, Range a) {
        same(d, a);
        emit(Op.ACCUMULATE, a.count(), d, a, null, null, 0, 0);
    }

    /** d = a. */
    public void set(Range d, Range a) {
        same(d, a);
        emit(Op.COPY, a.count(), d, a, null, null, 0, 0);
    }

    /** d = 0. */
    public void zero(Range d) {
        emit(Op.ZERO, d.count(), d, null, null, null, 0, 0);
    }

    /** A copy of a that may be written to. */
    public Range copy(Range a) {
        Range d = temporary(a.count());
        set(d, a);
        return d;
    }

    /** d = a for output rows that nothing else touches before: where it can be, a is computed there at once. */
    public void place(Range d, Range a) {
        same(d, a);
        if (a.buffer.kind == Kind.TEMPORARY && a.isWhole()) {
            a.buffer.kind = Kind.OUTPUT;
            a.buffer.within = d;
        } else {
            set(d, a);
        }
    }

    private void emit(Op op, int n, Range d, Range a, Range b, Range c, double i0, double i1) {
        if (n > 0) {
            entries.add(new RowEntry(op, n, d, a, b, c, i0, i1));
        }
    }

    private static Range one(Range r) {
        if (r.count() != 1) {
            throw new IllegalArgumentException("found " + r.count() + " rows, expected one");
        }
        return r;
    }

    private static void same(Range a, Range b) {
        if (a.count() != b.count()) {
            throw new IllegalArgumentException("found " + a.count() + " and " + b.count() + " rows, expected as many");
        }
    }

    // ---- the program -------------------------------------------------------------------------------------------

    /**
     * The program; nothing can be appended after it.
     *
     * @param layout its outputs in the order of their rows
     */
    public FlatProgram build(List<Range> layout) {
        stageEnds.add(entries.size());
        List<RowBuffer> held = List.copyOf(constants.values());
        return new RowLayout(entries, stageEnds, inputs, held, runs).program(layout, factors);
    }
}
