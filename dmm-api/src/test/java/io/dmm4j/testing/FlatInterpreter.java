package io.dmm4j.testing;

import io.dmm4j.expr.Op;
import io.dmm4j.expr.Scalars;
import io.dmm4j.flat.FlatOps;
import io.dmm4j.flat.FlatProgram;
import io.dmm4j.flat.Ranges;
import io.dmm4j.flat.Runs;
import io.dmm4j.flat.Stage;
import io.dmm4j.spi.Availability;
import io.dmm4j.spi.Events;
import io.dmm4j.spi.Executor;
import io.dmm4j.spi.ExecutorOptions;
import io.dmm4j.spi.FlatBackend;
import io.dmm4j.value.DmmException;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Flat programs, executed as the package page of {@code io.dmm4j.flat} and {@link Op} say and in no other way: one lane
 * after the other, one row after the other, in the order of the runs and ops. What an op or a run computes is computed
 * in double precision and rounded to the precision where it is stored in a row.
 *
 * <p>Rows that hold nothing hold NaN here (temporaries at the start of a cycle), so that a program that reads what it
 * has not written is found out.
 */
public final class FlatInterpreter implements Executor {
    private FlatProgram program;
    private final ExecutorOptions options;
    private final double[][] parameters; // [lane][parameter]
    private final double[][] state; // [lane][row]
    private final double[][][] probed; // [cycle of the window][lane][row of all probes]
    private long cycle;
    private int alarm = -1;
    private int window; // cycles of the latest window

    /** Before cycle 1. */
    public FlatInterpreter(FlatProgram program, ExecutorOptions options) {
        this.program = program;
        this.options = options;
        parameters = new double[options.lanes()][program.parameters().length];
        state = new double[options.lanes()][program.rows()];
        probed = new double[options.window()][options.lanes()][program.probes().total()];
        setParameters(program.parameters());
        reset();
    }

    /** This interpreter as a backend, for machines that want one. */
    public static FlatBackend backend() {
        return new FlatBackend() {
            @Override
            public Executor open(FlatProgram program, ExecutorOptions options) {
                return new FlatInterpreter(program, options);
            }

            @Override
            public String name() {
                return "interpreter";
            }

            @Override
            public Availability availability() {
                return Availability.yes("for tests");
            }

            @Override
            public int priority() {
                return -1;
            }
        };
    }

    // ---- a cycle -----------------------------------------------------------------------------------

    @Override
    public void run(int cycles, Events events) {
        if (cycles < 1 || cycles > options.window()) {
            throw new DmmException("cycles: found " + cycles + ", expected 1 to " + options.window());
        }
        alarm = -1;
        for (window = 0; window < cycles; window++) {
            for (int lane = 0; lane < options.lanes(); lane++) {
                oneCycle(lane, events);
            }
            cycle++;
            alarm = alarm < 0 && isAlarming() ? window : alarm;
        }
    }

    private boolean isAlarming() {
        Ranges guards = program.guards();
        for (int i = 0; i < guards.count(); i++) {
            for (int r = guards.start()[i]; r < guards.start()[i] + guards.length()[i]; r++) {
                for (double[] s : state) {
                    if (s[r] != 0) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Override
    public int alarm() {
        return alarm;
    }

    @Override
    public boolean rewire(FlatProgram changed) {
        program = changed;
        return true;
    }

    private void oneCycle(int lane, Events events) {
        double[] s = state[lane];
        Arrays.fill(s, program.outputRows(), program.outputRows() + program.inputRows(), 0);
        prepareTemporaries(s, parameters[lane]);
        boolean first = true;
        for (Stage stage : program.stages()) {
            down(stage.runs(), s, weight -> parameters[lane][weight]);
            if (first) {
                down(program.rowRuns(), s, row -> s[row]);
                feed(lane, events, s);
            }
            first = false;
            for (int k = 0; k < stage.ops().count(); k++) {
                up(stage.ops(), k, s);
            }
        }
        int at = 0;
        Ranges probes = program.probes();
        for (int i = 0; i < probes.count(); i++) {
            System.arraycopy(s, probes.start()[i], probed[window][lane], at, probes.length()[i]);
            at += probes.length()[i];
        }
    }

    private void prepareTemporaries(double[] s, double[] p) {
        Arrays.fill(s, program.outputRows() + program.inputRows(), s.length, Double.NaN);
        for (int i = 0; i < program.constants().count(); i++) {
            put(s, program.constants().row()[i], program.constants().value()[i]);
        }
        for (int i = 0; i < program.parameterRow().length; i++) {
            put(s, program.parameterRow()[i], p[program.parameterIndex()[i]]);
        }
    }

    private void down(Runs runs, double[] s, IntToDoubleFunction weight) {
        for (int k = 0; k < runs.count(); k++) {
            int x = program.outputRows() + runs.xRow()[k];
            int y = runs.yRow()[k];
            double w = weight.applyAsDouble(runs.weight()[k]);
            for (int i = 0; i < runs.length()[k]; i++) {
                put(s, x + i, s[x + i] + w * s[y + i]);
            }
        }
    }

    private void feed(int lane, Events events, double[] s) {
        Ranges external = program.externals();
        for (int i = 0; i < external.count(); i++) {
            Arrays.fill(s, external.start()[i], external.start()[i] + external.length()[i], 0);
        }
        for (int i = 0; i < events.count(); i++) {
            if (events.cycle(i) == window && events.lane(i) == lane) {
                put(s, events.row(i), s[events.row(i)] + events.value(i));
            }
        }
    }

    private void put(double[] s, int row, double x) {
        s[row] = options.precision().round(x);
    }

    // ---- ops ---------------------------------------------------------------------------------------

    private void up(FlatOps ops, int k, double[] s) {
        Op op = ops.op()[k];
        int n = ops.n()[k];
        int d = ops.d()[k];
        int a = ops.a()[k];
        int b = ops.b()[k];
        int c = ops.c()[k];
        double i0 = ops.i0()[k];
        double i1 = ops.i1()[k];
        double[] x = Arrays.copyOfRange(s, a, a + (FlatOps.isScalarOperand(op, 0) || op.arity() == 0 ? 1 : n));
        double[] y = Arrays.copyOfRange(s, b, b + (op.arity() > 1 ? n : 1));
        double[] z = Arrays.copyOfRange(s, c, c + (op.arity() > 2 ? n : 1));
        if (op.isReduction()) {
            put(s, d, op.arity() == 1 ? reduce(op, x) : reduce2(op, x, y));
            return;
        }
        double[] shares = op == Op.SOFTMAX ? softmax(x) : null;
        for (int i = 0; i < n; i++) {
            put(
                    s,
                    d + i,
                    switch (op.group()) {
                        case MAP, SCALAR_MAP -> Scalars.map(op, x[i], i0, i1);
                        case ZIP -> Scalars.zip(op, x[i], y[i]);
                        case BROADCAST -> op == Op.SCALE ? x[0] * y[i] : x[0] != 0 ? y[i] : z[i];
                        case SEGMENT -> shares[i];
                        case MOVE -> move(op, s[d + i], x, y, i);
                        case LEAF,
                                VIEW,
                                MASKING,
                                REDUCE,
                                REDUCE2,
                                ADJOINT_MAP,
                                ADJOINT_ZIP,
                                ADJOINT_SPREAD,
                                ADJOINT_SUM,
                                ADJOINT_SEGMENT -> throw new IllegalArgumentException(op + " of one row");
                    });
        }
    }

    private static double move(Op op, double before, double[] x, double[] y, int i) {
        return switch (op) {
            case ZERO -> 0;
            case COPY, DETACH -> x[i];
            case ACCUMULATE -> before + x[i];
            case SCALE_ADD -> before + x[0] * y[i];
            case MUL_ADD -> before + x[i] * y[i];
            default -> throw new IllegalArgumentException(op + " is not a move");
        };
    }

    private static double reduce(Op op, double[] x) {
        double[] present = Arrays.stream(x).filter(v -> v != 0).toArray();
        return switch (op) {
            case SUM -> sum(x);
            case L1 -> sum(Arrays.stream(x).map(Math::abs).toArray());
            case L2 -> Math.sqrt(dot(x, x));
            case MAX_NORM -> Arrays.stream(x).map(Math::abs).reduce(0, Math::max);
            case MAX -> Arrays.stream(present).reduce(Math::max).orElse(0);
            case MIN -> Arrays.stream(present).reduce(Math::min).orElse(0);
            case MEAN -> present.length == 0 ? 0 : sum(x) / present.length;
            case COUNT -> present.length;
            default -> throw new IllegalArgumentException(op + " is not a reduction");
        };
    }

    private static double reduce2(Op op, double[] x, double[] y) {
        if (op == Op.DOT) {
            return dot(x, y);
        }
        for (int i = 0; i < x.length; i++) {
            if (!(x[i] <= y[i])) {
                return 0;
            }
        }
        return 1;
    }

    private static double sum(double[] x) {
        double total = 0;
        for (double v : x) {
            total += v;
        }
        return total;
    }

    private static double dot(double[] x, double[] y) {
        double total = 0;
        for (int i = 0; i < x.length; i++) {
            total += x[i] * y[i];
        }
        return total;
    }

    private static double[] softmax(double[] x) {
        double top = reduce(Op.MAX, x);
        double[] e = Arrays.stream(x).map(v -> v != 0 ? Math.exp(v - top) : 0).toArray();
        double total = sum(e);
        return Arrays.stream(e).map(v -> v != 0 ? v / total : 0).toArray();
    }

    // ---- state -------------------------------------------------------------------------------------

    @Override
    public void setParameters(double[] values) {
        for (double[] own : parameters) {
            for (int i = 0; i < own.length; i++) {
                own[i] = options.precision().round(values[i]);
            }
        }
    }

    @Override
    public void setLaneParameters(double[] values) {
        for (int i = 0; i < values.length; i++) {
            parameters[i % options.lanes()][i / options.lanes()] =
                    options.precision().round(values[i]);
        }
    }

    @Override
    public boolean hasLaneParameters() {
        return true;
    }

    @Override
    public void reset() {
        cycle = 0;
        window = 0;
        for (double[] s : state) {
            Arrays.fill(s, 0, program.outputRows(), 0);
            for (int i = 0; i < program.initial().count(); i++) {
                put(s, program.initial().row()[i], program.initial().value()[i]);
            }
        }
    }

    @Override
    public void readProbes(int at, double[] into) {
        if (at < 0 || at >= window) {
            throw new DmmException("cycle " + at + " of the window: expected 0 to " + (window - 1));
        }
        for (int lane = 0; lane < options.lanes(); lane++) {
            for (int i = 0; i < probed[at][lane].length; i++) {
                into[i * options.lanes() + lane] = probed[at][lane][i];
            }
        }
    }

    @Override
    public void readState(double[] into) {
        for (int lane = 0; lane < options.lanes(); lane++) {
            for (int row = 0; row < program.outputRows(); row++) {
                into[row * options.lanes() + lane] = state[lane][row];
            }
        }
    }

    @Override
    public void writeState(double[] from, long atCycle) {
        cycle = atCycle;
        window = 0;
        for (int lane = 0; lane < options.lanes(); lane++) {
            for (int row = 0; row < program.outputRows(); row++) {
                put(state[lane], row, from[row * options.lanes() + lane]);
            }
        }
    }

    @Override
    public FlatProgram program() {
        return program;
    }

    @Override
    public ExecutorOptions options() {
        return options;
    }

    @Override
    public long cycle() {
        return cycle;
    }

    @Override
    public void close() {}
}
